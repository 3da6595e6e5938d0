extension ScriptLibrary {
    /// Lists and maps of Java: arrays and objects with the methods that scripts call on them.
    static let collections = #"""
        const collections = once(() => {
        const equal = (one, other) => one === other
            || (isObject(one) && isObject(other) && typeof one.equals === 'function' && one.equals(other));
        const iteratorOf = elements => {
            let next = 0;
            return {hasNext: () => next < elements.length, next: () => elements[next++]};
        };
        const {streamOf, optionalOf} = streams(elements => JavaList.of('java.util.ArrayList', elements));

        /// The hash codes of Java, for texts, numbers and lists.
        const hashOf = value => {
            if (value === null || value === undefined) return 0;
            if (Array.isArray(value)) return value.reduce((hash, element) => Math.imul(31, hash) + hashOf(element) | 0, 1);
            if (typeof value === 'number') return Number.isInteger(value) ? value | 0 : 0;
            if (typeof value === 'boolean') return value ? 1231 : 1237;
            return Array.from(String(value)).reduce((hash, letter) => Math.imul(31, hash) + letter.charCodeAt(0) | 0, 0);
        };
        const classOf = value => ({
            getName: () => classNameOf(value), getSimpleName: () => classNameOf(value).split('.').pop(),
            toString: () => `class ${classNameOf(value)}`});
        class JavaList extends Array {
            static get [Symbol.species]() { return Array; }
            static of(className, elements) {
                const list = new JavaList();
                for (const element of elements) Array.prototype.push.call(list, element);
                classes.set(list, className);
                return list;
            }
            size() { return this.length; }
            isEmpty() { return this.length === 0; }
            get(index) {
                if (!(index >= 0 && index < this.length)) {
                    throw javaError('java.lang.IndexOutOfBoundsException',
                        `Index ${index} out of bounds for length ${this.length}`);
                }
                return this[index];
            }
            set(index, value) { const old = this.get(index); this[index] = value; return old; }
            add(index, value) {
                if (arguments.length === 1) Array.prototype.push.call(this, index);
                else this.splice(index, 0, value);
                return true;
            }
            addAll(...given) {
                const others = [...given[given.length - 1]];
                this.splice(given.length > 1 ? given[0] : this.length, 0, ...others);
                return others.length > 0;
            }
            removeAll(others) { return this.removeIf(element => JavaList.prototype.contains.call(others, element)); }
            retainAll(others) { return this.removeIf(element => !JavaList.prototype.contains.call(others, element)); }
            removeIf(body) {
                const kept = Array.prototype.filter.call(this, element => !body(element)), hadMore = kept.length < this.length;
                this.splice(0, this.length, ...kept);
                return hadMore;
            }
            replaceAll(body) { for (let at = 0; at < this.length; at++) this[at] = body(this[at]); }
            addFirst(element) { this.splice(0, 0, element); }
            addLast(element) { this.add(element); }
            removeFirst() { this.get(0); return this.splice(0, 1)[0]; }
            removeLast() { this.get(0); return this.splice(-1, 1)[0]; }
            toArray() { return Array.from(this); }
            hashCode() { return hashOf(this); }
            getClass() { return classOf(this); }
            contains(value) { return this.some(element => equal(element, value)); }
            containsAll(values) { return [...values].every(value => this.contains(value)); }
            remove(index) {
                const at = typeof index === 'number' ? index : this.findIndex(element => equal(element, index));
                if (at < 0 || at >= this.length) return false;
                const old = Array.prototype.splice.call(this, at, 1)[0];
                return typeof index === 'number' ? old : true;
            }
            clear() { this.length = 0; }
            iterator() { return iteratorOf(this); }
            stream() { return streamOf([...this]); }
            subList(from, to) { return JavaList.of('java.util.ArrayList', Array.prototype.slice.call(this, from, to)); }
            getFirst() { return this.get(0); }
            getLast() { return this.get(this.length - 1); }
            equals(other) {
                return Array.isArray(other) && other.length === this.length
                    && this.every((element, index) => equal(element, other[index]));
            }
            sort(order) { return Array.prototype.sort.call(this, order ?? undefined); }
            toString() { return '[' + Array.from(this, javaText).join(', ') + ']'; }
        }

        // Of a map the members are the entries themselves.
        class JavaMap {
            get(key) { return Object.hasOwn(this, key) ? this[key] : null; }
            getOrDefault(key, other) { return Object.hasOwn(this, key) ? this[key] : other; }
            put(key, value) { const old = JavaMap.prototype.get.call(this, key); this[key] = value; return old; }
            putIfAbsent(key, value) { return Object.hasOwn(this, key) ? this[key] : JavaMap.prototype.put.call(this, key, value); }
            putAll(others) { for (const [key, value] of entriesOf(others)) this[key] = value; }
            containsKey(key) { return Object.hasOwn(this, key); }
            containsValue(value) { return Object.values(this).some(other => equal(other, value)); }
            computeIfAbsent(key, body) {
                if (JavaMap.prototype.get.call(this, key) === null) this[key] = body(key);
                return this[key];
            }
            computeIfPresent(key, body) {
                return JavaMap.prototype.get.call(this, key) === null ? null : JavaMap.prototype.compute.call(this, key, body);
            }
            compute(key, body) {
                const value = body(key, JavaMap.prototype.get.call(this, key)) ?? null;
                if (value === null) delete this[key]; else this[key] = value;
                return value;
            }
            merge(key, value, body) {
                const old = JavaMap.prototype.get.call(this, key);
                return JavaMap.prototype.compute.call(this, key, () => old === null ? value : body(old, value));
            }
            getClass() { return classOf(this); }
            remove(key) { const old = JavaMap.prototype.get.call(this, key); delete this[key]; return old; }
            clear() { for (const key of Object.keys(this)) delete this[key]; }
            size() { return Object.keys(this).length; }
            isEmpty() { return Object.keys(this).length === 0; }
            keySet() { return JavaList.of('java.util.LinkedHashSet', Object.keys(this)); }
            values() { return JavaList.of('java.util.ArrayList', Object.values(this)); }
            entrySet() {
                return JavaList.of('java.util.LinkedHashSet', Object.entries(this).map(([key, value]) => ({
                    getKey: () => key, getValue: () => value, key, value, toString: () => `${key}=${javaText(value)}`})));
            }
            forEach(body) { for (const [key, value] of Object.entries(this)) body(key, value); }
            equals(other) { return this === other || javaText(this) === javaText(other); }
            toString() {
                return '{' + Object.entries(this).map(([key, value]) => `${key}=${javaText(value)}`).join(', ') + '}';
            }
        }

        // An object of a class that is not here: its properties have getters and setters too.
        const beanMethods = new Proxy(JavaMap.prototype, {
            get(target, name, receiver) {
                if (name in target || typeof name !== 'string') return Reflect.get(target, name, receiver);
                const parts = /^(get|is|set)([A-Z].*)$/.exec(name);
                if (!parts) return undefined;
                const property = parts[2][0].toLowerCase() + parts[2].slice(1);
                if (!Object.hasOwn(receiver, property)) return undefined;
                if (parts[1] === 'set') return value => { receiver[property] = value; };
                return () => receiver[property];
            },
        });
        const isCollection = name => /^java\.util\./.test(name ?? 'java.util.');

        /// A tree of JSON as Java's collections.
        const javaValue = (tree, className) => {
            if (!isObject(tree)) return tree;
            if (Array.isArray(tree)) {
                return JavaList.of(className ?? 'java.util.ArrayList', tree.map(element => javaValue(element)));
            }
            const map = Object.create(isCollection(className) ? JavaMap.prototype : beanMethods);
            for (const key of Object.keys(tree)) map[key] = javaValue(tree[key]);
            classes.set(map, className ?? 'java.util.LinkedHashMap');
            return map;
        };
        return {JavaList, JavaMap, javaValue, equal, streamOf, optionalOf, hashOf};
        });
        """#
}
