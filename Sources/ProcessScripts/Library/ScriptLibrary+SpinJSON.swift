extension ScriptLibrary {
    /// The JSON of Spin: a node refers into its document, so that a change of a part is one of the whole.
    static let spinJSON = #"""
        // A number whose spelling says more than JavaScript keeps: `1.0`, or beyond 2^53.
        class SpinNumber {
            constructor(text) { this.text = text; this.value = Number(text); }
            toJSON() { return JSON.rawJSON ? JSON.rawJSON(this.text) : this.value; }
        }
        const parseSpin = text => {
            const tree = JSON.parse(text, (key, value, context) => {
                if (typeof value !== 'number' || !context || context.source === undefined) return value;
                if (Number.isSafeInteger(value) && !/[.eE]/.test(context.source)) return value;
                return Number.isInteger(value) ? new SpinNumber(context.source) : value;
            });
            return {tree};
        };
        const spinError = (name, code, message) =>
            javaError(`org.operaton.spin.json.${name}`, `SPIN/JACKSON-JSON-${code} ${message}`);

        /// A tree of a value that a script gives to a node.
        const spinValue = value => {
            if (value instanceof SpinJsonNode) return value.tree;
            if (isObject(value) && value[kind] === 'number') return value.valueOf();
            if (typeof value === 'number' && longs.has(value)) return new SpinNumber(longs.get(value));
            if (value === undefined) return null;
            return isObject(value) ? JSON.parse(JSON.stringify(plain(value))) : value;
        };
        const sorts = {
            OBJECT: 'Object', ARRAY: 'Array', STRING: 'String', NUMBER: 'Number', BOOLEAN: 'Boolean', NULL: 'Null'};
        const sortOf = tree => tree === null ? 'NULL' : Array.isArray(tree) ? 'ARRAY'
            : tree instanceof SpinNumber ? 'NUMBER' : typeof tree === 'object' ? 'OBJECT' : (typeof tree).toUpperCase();

        class SpinJsonNode {
            get [kind]() { return 'spin'; }
            constructor(document) { hidden(this, {tree: document.tree}); }
            prop(name, value) {
                if (arguments.length === 1) {
                    const tree = this.tree;
                    if (!isObject(tree) || tree instanceof SpinNumber || !Object.hasOwn(tree, name)) {
                        throw spinError('SpinJsonPropertyException', '01004', `Unable to find '${name}'`);
                    }
                    return spinNode(tree[name]);
                }
                expectSort(this, 'OBJECT')[name] = spinValue(value);
                return this;
            }
            hasProp(name) { return isObject(this.tree) && !Array.isArray(this.tree) && Object.hasOwn(this.tree, name); }
            deleteProp(names) {
                for (const name of Array.isArray(names) ? names : [names]) {
                    if (!this.hasProp(name)) throw spinError('SpinJsonPropertyException', '01004', `Unable to find '${name}'`);
                    delete this.tree[name];
                }
                return this;
            }
            fieldNames() { return JavaList.of('java.util.ArrayList', Object.keys(expectSort(this, 'OBJECT'))); }
            elements() {
                return JavaList.of('org.operaton.spin.SpinList', expectSort(this, 'ARRAY').map(spinNode));
            }
            append(value) { expectSort(this, 'ARRAY').push(spinValue(value)); return this; }
            insertAt(index, value) {
                const elements = expectSort(this, 'ARRAY');
                elements.splice(placeIn(elements, index), 0, spinValue(value));
                return this;
            }
            insertBefore(other, value) {
                this.tree.splice(indexIn(this, other, 'first', true), 0, spinValue(value));
                return this;
            }
            insertAfter(other, value) {
                this.tree.splice(indexIn(this, other, 'first', true) + 1, 0, spinValue(value));
                return this;
            }
            remove(value) { this.tree.splice(indexIn(this, value, 'first', true), 1); return this; }
            removeLast(value) { this.tree.splice(indexIn(this, value, 'last', true), 1); return this; }
            removeAt(index) {
                const elements = expectSort(this, 'ARRAY');
                const at = placeIn(elements, index);
                if (at === elements.length) placeIn(elements, elements.length + 1);
                elements.splice(at, 1);
                return this;
            }
            indexOf(value) { return indexIn(this, value, 'first', true); }
            lastIndexOf(value) { return indexIn(this, value, 'last', true); }
            contains(value) { return indexIn(this, value, 'first', false) >= 0; }
            isObject() { return sortOf(this.tree) === 'OBJECT'; }
            isArray() { return sortOf(this.tree) === 'ARRAY'; }
            isString() { return sortOf(this.tree) === 'STRING'; }
            isNumber() { return sortOf(this.tree) === 'NUMBER'; }
            isBoolean() { return sortOf(this.tree) === 'BOOLEAN'; }
            isNull() { return this.tree === null; }
            isValue() { return !isObject(this.tree) || this.tree instanceof SpinNumber; }
            getNodeType() { return sortOf(this.tree); }
            getDataFormatName() { return 'application/json'; }
            stringValue() { return expectSort(this, 'STRING'); }
            numberValue() { return scalarOf(expectSort(this, 'NUMBER')); }
            boolValue() { return expectSort(this, 'BOOLEAN'); }
            value() {
                if (!this.isValue()) {
                    throw spinError('SpinJsonDataFormatException', '01002', `Expected 'Value', got '${sortOf(this.tree)}'`);
                }
                return scalarOf(this.tree);
            }
            unwrap() { return this; }
            mapTo(type) {
                const name = typeof type === 'string' ? type : type?.className;
                return javaValue(JSON.parse(this.toString()), name);
            }
            jsonPath(text) {
                const reader = new PathReader(String(text));
                const steps = reader.path();
                if (!/^\s*$/.test(reader.text.slice(reader.at))) reader.fail();
                return new SpinPathQuery(text, steps, this.tree);
            }
            equals(other) { return this === other || (other instanceof SpinJsonNode && sameJSON(this.tree, other.tree)); }
            toJSON() { return this.tree; }
            toString() { return JSON.stringify(this.tree); }
        }
        const spinNode = tree => new SpinJsonNode({tree});
        const expectSort = (node, sort) => {
            const found = sortOf(node.tree);
            if (found !== sort) throw spinError('SpinJsonDataFormatException', '01002', `Expected '${sorts[sort]}', got '${found}'`);
            return node.tree;
        };
        const scalarOf = tree => {
            if (typeof tree === 'number' && Number.isSafeInteger(tree)) return givenLong(String(tree));
            if (!(tree instanceof SpinNumber)) return tree;
            return /[.eE]/.test(tree.text) ? asFraction(tree.value) : givenLong(tree.text);
        };
        const indexIn = (node, value, from, isRequired) => {
            const elements = expectSort(node, 'ARRAY');
            const wanted = spinValue(value);
            const found = from === 'last' ? elements.findLastIndex(each => sameJSON(each, wanted))
                : elements.findIndex(each => sameJSON(each, wanted));
            if (found < 0 && isRequired) throw spinError('SpinJsonPropertyException', '01004', `Unable to find '${javaText(value)}'`);
            return found;
        };
        const placeIn = (elements, index) => {
            const at = index < 0 ? elements.length + index : index;
            if (at < 0 || at > elements.length) {
                throw javaError('java.lang.IndexOutOfBoundsException', `Index is out of bound! Index: ${index}`);
            }
            return at;
        };

        class SpinPathQuery {
            constructor(text, steps, tree) { hidden(this, {text, steps, root: tree}); }
            element() { return spinNode(evaluatePath(this)); }
            elementList() { return this.element().elements(); }
            stringValue() { return this.element().stringValue(); }
            numberValue() { return this.element().numberValue(); }
            boolValue() { return this.element().boolValue(); }
        }
        const evaluatePath = query => {
            const found = walkPath(query.steps, query.root, query.root);
            if (!isDefinite(query.steps)) return found;
            if (found.length === 0) {
                throw spinError('SpinJsonPathException', '01008', `Unable to evaluate json path expression '${query.text}'`);
            }
            return found[0];
        };

        const S = input => {
            if (input instanceof SpinJsonNode) return input;
            if (input === null || input === undefined) {
                throw javaError('java.lang.IllegalArgumentException', 'SPIN-01001 Unsupported input parameter of null');
            }
            if (typeof input !== 'string') {
                throw javaError('java.lang.IllegalArgumentException',
                    `SPIN-01001 Unsupported input of type '${isObject(input) ? classNameOf(input) : typeof input}'`);
            }
            if (!/^\s*[[{]/.test(input)) {
                throw javaError('org.operaton.spin.spi.SpinDataFormatException',
                    'SPIN-01004 No matching data format detected');
            }
            return parsedSpin(input);
        };
        const parsedSpin = input => {
            try {
                return new SpinJsonNode(parseSpin(input));
            } catch (error) {
                if (!(error instanceof SyntaxError)) throw error;
                throw spinError('SpinJsonDataFormatException', '01001', 'Unable to parse input into json node');
            }
        };
        const spinJSONFrom = input => typeof input === 'string' ? parsedSpin(input)
            : isObject(input) && !(input instanceof SpinJsonNode) ? spinNode(JSON.parse(JSON.stringify(plain(input))))
            : S(input);
        const decoded = text => new SpinJsonNode(parseSpin(text));
        return {S, spinJSONFrom, decoded, parseSpin};
        });
        hidden(global, {
            S: input => spin().S(input),
            JSON: Object.defineProperties(
                input => spin().spinJSONFrom(input), Object.getOwnPropertyDescriptors(JSON)),
        });
        """#
}
