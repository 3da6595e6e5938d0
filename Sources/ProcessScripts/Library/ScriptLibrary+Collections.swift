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
        const streamOf = elements => ({
            count: () => elements.length,
            map: body => streamOf(elements.map(element => body(element))),
            filter: body => streamOf(elements.filter(element => body(element))),
            anyMatch: body => elements.some(element => body(element)),
            allMatch: body => elements.every(element => body(element)),
            noneMatch: body => !elements.some(element => body(element)),
            forEach: body => elements.forEach(element => body(element)),
            toArray: () => [...elements],
            toList: () => JavaList.of('java.util.ArrayList', elements),
        });

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
            addAll(others) { for (const other of others) this.add(other); return true; }
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
        return {JavaList, JavaMap, javaValue, equal};
        });
        """#
}
