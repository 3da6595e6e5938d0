extension ScriptLibrary {
    /// Paths into JSON: `$.a['b'][0,1:3].*..c[?(@.d == 'x' && @.e)]`.
    static let jsonPath = #"""
        const spin = once(() => {
        const {JavaList, javaValue} = collections();
        class PathReader {
            constructor(text) { this.text = text; this.at = 0; }
            get isDone() { return this.at >= this.text.length; }
            fail() {
                throw javaError('org.operaton.spin.json.SpinJsonPathException',
                    `SPIN/JACKSON-JSON-01007 Unable to compile json path expression '${this.text}'`);
            }
            take(pattern) {
                const sticky = new RegExp(pattern.source, 'y');
                sticky.lastIndex = this.at;
                const found = sticky.exec(this.text);
                if (found) this.at = sticky.lastIndex;
                return found;
            }
            path() {
                if (!this.take(/\s*[$@]/)) this.fail();
                const steps = [];
                for (;;) {
                    let found;
                    if ((found = this.take(/\.\.(\*|[^\s.\[\]()=<>!&|,'"]+)?/))) {
                        steps.push({kind: 'descend'});
                        if (found[1] === '*') steps.push({kind: 'all'});
                        else if (found[1]) steps.push({kind: 'names', names: [found[1]]});
                    } else if (this.take(/\.\*/)) steps.push({kind: 'all'});
                    else if ((found = this.take(/\.(length|size)\(\)/))) steps.push({kind: 'length'});
                    else if ((found = this.take(/\.([^\s.\[\]()=<>!&|,'"]+)/))) {
                        steps.push({kind: 'names', names: [found[1]]});
                    } else if (this.take(/\[\s*\*\s*\]/)) steps.push({kind: 'all'});
                    else if (this.take(/\[\s*\?\s*\(/)) {
                        const test = this.either();
                        if (!this.take(/\s*\)\s*\]/)) this.fail();
                        steps.push({kind: 'filter', test});
                    } else if ((found = this.take(/\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]/))) {
                        steps.push({kind: 'slice', from: found[1], to: found[2]});
                    } else if ((found = this.take(/\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]/))) {
                        steps.push({kind: 'indexes', indexes: found[1].split(',').map(Number)});
                    } else if (this.take(/\[/)) {
                        const names = [];
                        do { names.push(this.quoted()); } while (this.take(/\s*,/));
                        if (!this.take(/\s*\]/)) this.fail();
                        steps.push({kind: 'names', names});
                    } else return steps;
                }
            }
            quoted() {
                const found = this.take(/\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/);
                if (!found) this.fail();
                return (found[1] ?? found[2]).replace(/\\(.)/g, '$1');
            }
            either() {
                const tests = [this.both()];
                while (this.take(/\s*\|\|/)) tests.push(this.both());
                return root => item => tests.some(test => test(root)(item));
            }
            both() {
                const tests = [this.test()];
                while (this.take(/\s*&&/)) tests.push(this.test());
                return root => item => tests.every(test => test(root)(item));
            }
            test() {
                if (this.take(/\s*!/)) {
                    const inner = this.test();
                    return root => item => !inner(root)(item);
                }
                if (this.take(/\s*\(/)) {
                    const inner = this.either();
                    if (!this.take(/\s*\)/)) this.fail();
                    return inner;
                }
                const left = this.operand();
                const found = this.take(/\s*(==|!=|<=|>=|<|>|=~|in\b)/);
                if (!found) return root => item => left(root)(item).length > 0;
                const right = found[1] === '=~' ? this.pattern() : this.operand();
                return root => item => {
                    const one = left(root)(item)[0], other = right(root)(item)[0];
                    switch (found[1]) {
                    case '==': return sameJSON(one, other);
                    case '!=': return !sameJSON(one, other);
                    case '=~': return typeof one === 'string' && other.test(one);
                    case 'in': return Array.isArray(other) && other.some(each => sameJSON(one, each));
                    }
                    if (typeof one !== typeof other || isObject(one) || one === undefined) return false;
                    switch (found[1]) {
                    case '<': return one < other;
                    case '<=': return one <= other;
                    case '>': return one > other;
                    default: return one >= other;
                    }
                };
            }
            pattern() {
                const found = this.take(/\s*\/((?:[^\/\\]|\\.)*)\/(i?)/);
                if (!found) this.fail();
                const pattern = new RegExp(`^(?:${found[1]})$`, found[2]);
                return () => () => [pattern];
            }
            operand() {
                const start = this.take(/\s*(?=[$@])/);
                if (start) {
                    const isRoot = this.text[this.at] === '$';
                    const steps = this.path();
                    return root => item => walkPath(steps, isRoot ? root : item, root);
                }
                const list = this.take(/\s*(\[[^\]]*\])/);
                const found = list ?? this.take(/\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true\b|false\b|null\b)/);
                const value = found ? JSON.parse(found[1].replace(/'/g, '"')) : this.quoted();
                return () => () => [value];
            }
        }
        const sameJSON = (one, other) => isObject(one) || isObject(other)
            ? isObject(one) && isObject(other) && JSON.stringify(one) === JSON.stringify(other)
            : unboxed(one) === unboxed(other);
        const unboxed = value => value instanceof SpinNumber ? value.value : value;
        const membersOf = value => Array.isArray(value) ? value
            : isObject(value) && !(value instanceof SpinNumber) ? Object.values(value) : [];
        const descend = (value, found) => {
            found.push(value);
            for (const member of membersOf(value)) descend(member, found);
            return found;
        };
        const stepInto = (step, value, root) => {
            switch (step.kind) {
            case 'names':
                if (!isObject(value) || Array.isArray(value)) return [];
                return step.names.filter(name => Object.hasOwn(value, name)).map(name => value[name]);
            case 'all': return membersOf(value);
            case 'descend': return descend(value, []);
            case 'length': return Array.isArray(value) ? [value.length] : [];
            case 'indexes':
                if (!Array.isArray(value)) return [];
                return step.indexes.map(index => index < 0 ? value.length + index : index)
                    .filter(index => index >= 0 && index < value.length).map(index => value[index]);
            case 'slice':
                return Array.isArray(value)
                    ? value.slice(step.from === '' ? 0 : Number(step.from), step.to === '' ? undefined : Number(step.to)) : [];
            default:
                const test = step.test(root);
                return (Array.isArray(value) ? value : isObject(value) ? [value] : []).filter(test);
            }
        };
        const walkPath = (steps, value, root) =>
            steps.reduce((values, step) => values.flatMap(each => stepInto(step, each, root)), [value]);
        // A path that can lead to several places gives a list.
        const isDefinite = steps => steps.every(step => step.kind === 'length'
            || (step.kind === 'names' && step.names.length === 1)
            || (step.kind === 'indexes' && step.indexes.length === 1));
        """#
}
