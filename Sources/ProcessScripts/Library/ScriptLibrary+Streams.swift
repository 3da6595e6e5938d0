extension ScriptLibrary {
    /// `java.util.stream` and `java.util.Optional`.
    static let streams = #"""
        /// Streams of lists, what they are collected into, and values that may be absent.
        const streams = listOf => {
        const optionalOf = value => ({
            isPresent: () => value !== null && value !== undefined,
            isEmpty: () => value === null || value === undefined,
            get() {
                if (value === null || value === undefined) throw javaError('java.util.NoSuchElementException', 'No value present');
                return value;
            },
            getAsInt() { return this.get(); },
            getAsDouble() { return this.get(); },
            orElse: other => value ?? other,
            orElseGet: make => value ?? make(),
            orElseThrow(make) { if (make && this.isEmpty()) throw make(); return this.get(); },
            ifPresent(body) { if (this.isPresent()) body(value); },
            map(body) { return this.isPresent() ? optionalOf(body(value)) : this; },
            filter(body) { return this.isPresent() && body(value) ? this : optionalOf(null); },
            toString: () => value === null || value === undefined ? 'Optional.empty' : `Optional[${javaText(value)}]`,
        });
        const ordered = (one, other) => one < other ? -1 : one > other ? 1 : 0;
        const streamOf = elements => ({
            count: () => longOf(elements.length),
            map: body => streamOf(elements.map(element => body(element))),
            mapToInt: body => streamOf(elements.map(element => body(element))),
            mapToLong: body => streamOf(elements.map(element => body(element))),
            mapToDouble: body => streamOf(elements.map(element => asFraction(body(element)))),
            mapToObj: body => streamOf(elements.map(element => body(element))),
            flatMap: body => streamOf(elements.flatMap(element => body(element).toArray())),
            boxed: () => streamOf(elements),
            filter: body => streamOf(elements.filter(element => body(element))),
            sorted: order => streamOf([...elements].sort(order ?? ordered)),
            distinct: () => streamOf([...new Set(elements)]),
            limit: count => streamOf(elements.slice(0, count)),
            skip: count => streamOf(elements.slice(count)),
            sum: () => elements.reduce((one, other) => one + other, 0),
            average: () => optionalOf(elements.length === 0 ? null
                : asFraction(elements.reduce((one, other) => one + other, 0) / elements.length)),
            min: order => optionalOf([...elements].sort(order ?? ordered)[0]),
            max: order => optionalOf([...elements].sort(order ?? ordered).pop()),
            reduce: (...given) => given.length > 1 ? elements.reduce((one, other) => given[1](one, other), given[0])
                : optionalOf(elements.length === 0 ? null : elements.reduce((one, other) => given[0](one, other))),
            findFirst: () => optionalOf(elements[0]),
            findAny: () => optionalOf(elements[0]),
            anyMatch: body => elements.some(element => body(element)),
            allMatch: body => elements.every(element => body(element)),
            noneMatch: body => !elements.some(element => body(element)),
            forEach: body => elements.forEach(element => body(element)),
            collect: collector => collector(elements),
            toArray: () => [...elements],
            toList: () => listOf(elements),
        });
        return {streamOf, optionalOf};
        };
        """#
}
