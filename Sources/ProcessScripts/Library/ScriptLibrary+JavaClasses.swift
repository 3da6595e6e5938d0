extension ScriptLibrary {
    /// The few classes of Java that models name, under their names: `java.util.HashMap`,
    /// `Java.type('java.time.LocalDate')`, `Packages.java.lang.Math`.
    static let javaClasses = #"""
        const notHere = what => { throw new TypeError(`${what} is not available to scripts`); };
        const printed = [];
        const print = (...values) => {
            if (printed.length < 100) printed.push(values.map(javaText).join(' ').slice(0, 2000));
        };
        hidden(global, {
            print,
            console: {log: print, info: print, warn: print, error: print, debug: print},
        });

        const javaWorld = once(() => {
        const {JavaList, javaValue} = collections();
        const {JavaDate, JavaLocalDate, JavaLocalDateTime, JavaInstant, JavaFormatter, JavaLocale, chronoUnits, more} = javaTime();
        /// A number of a Java class that JavaScript has no kind for.
        class JavaNumber {
            get [kind]() { return 'number'; }
            constructor(value, encoded, text) { hidden(this, {number: value, encoded, text}); }
            valueOf() { return this.number; }
            intValue() { return Math.trunc(this.number); }
            longValue() { return longOf(this.number); }
            doubleValue() { return asFraction(this.number); }
            toString() { return this.text; }
        }
        const decimalOf = text => {
            if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw javaError('java.lang.NumberFormatException', text);
            const scale = (text.split('.')[1] ?? '').length;
            return new BigDecimal(BigInt(text.replace('.', '')), scale);
        };
        class BigDecimal extends JavaNumber {
            constructor(digits, scale) {
                if (typeof digits !== 'bigint') return decimalOf(String(digits));
                const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
                const written = (digits < 0n ? '-' : '')
                    + (scale > 0 ? `${text.slice(0, -scale)}.${text.slice(-scale)}` : text);
                super(Number(written), {t: 'Object', c: 'java.math.BigDecimal', f: 'application/json', v: written}, written);
                hidden(this, {digits, scale});
            }
            static valueOf(value) { return decimalOf(String(value)); }
            at(scale) { return this.digits * 10n ** BigInt(scale - this.scale); }
            joined(other, body) {
                const scale = Math.max(this.scale, other.scale);
                return new BigDecimal(body(this.at(scale), other.at(scale)), scale);
            }
            add(other) { return this.joined(other, (one, two) => one + two); }
            subtract(other) { return this.joined(other, (one, two) => one - two); }
            multiply(other) { return new BigDecimal(this.digits * other.digits, this.scale + other.scale); }
            negate() { return new BigDecimal(-this.digits, this.scale); }
            compareTo(other) {
                const difference = this.subtract(other).digits;
                return difference < 0n ? -1 : difference > 0n ? 1 : 0;
            }
            equals(other) { return other instanceof BigDecimal && this.text === other.text; }
            setScale(scale, mode) {
                if (scale >= this.scale) return new BigDecimal(this.at(scale), scale);
                const unit = 10n ** BigInt(this.scale - scale);
                const size = this.digits < 0n ? -this.digits : this.digits;
                const rest = size % unit * 2n;
                const name = String(mode ?? 'UNNECESSARY');
                const isUp = name === 'UP' || (name !== 'DOWN' && (rest > unit
                    || (rest === unit && (name === 'HALF_UP' || (name === 'HALF_EVEN' && size / unit % 2n === 1n)))));
                const kept = size / unit + (isUp && rest > 0n ? 1n : 0n);
                return new BigDecimal(this.digits < 0n ? -kept : kept, scale);
            }
        }
        const integer = (text, name) => {
            if (typeof text === 'number') return Math.trunc(text);
            if (!/^[+-]?\d+$/.test(text)) throw javaError('java.lang.NumberFormatException', `For input string: "${text}"`);
            return Number(text);
        };
        const doubleOf = value => {
            if (typeof value !== 'number' && !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[df]?\s*$/i.test(value)) {
                throw javaError('java.lang.NumberFormatException', `For input string: "${value}"`);
            }
            return asFraction(typeof value === 'number' ? value : parseFloat(value));
        };
        const callable = (make, members = {}) => Object.assign(function (...given) {
            const made = make(...given);
            if (!new.target || isObject(made)) return made;
            return typeof made === 'number' ? new JavaNumber(made, encode(made), String(made)) : Object(made);
        }, members);
        const mapClass = name => callable(entries => {
            const map = javaValue({}, name);
            if (isObject(entries)) for (const [key, value] of entriesOf(entries)) map[key] = value;
            return map;
        });
        const listClass = name => callable(elements =>
            JavaList.of(name, isObject(elements) && elements[Symbol.iterator] ? [...elements] : []));
        // A set is a list that takes each element once.
        const setClass = name => callable(elements => {
            const set = JavaList.of(name, []);
            hidden(set, {
                add(value) {
                    if (set.contains(value)) return false;
                    Array.prototype.push.call(set, value);
                    return true;
                },
                remove(value) {
                    const at = set.indexOf(value);
                    if (at >= 0) set.splice(at, 1);
                    return at >= 0;
                },
            });
            if (isObject(elements)) for (const element of elements) set.add(element);
            return set;
        });
        /// `String.format` with what models use of it.
        const formattedText = (pattern, ...values) => {
            let next = 0;
            return String(pattern).replace(/%(-?0?\d*)(?:\.(\d+))?([sdfxn%])/g, (part, width, places, sort) => {
                if (sort === '%') return '%';
                if (sort === 'n') return '\n';
                const value = values[next++];
                let text = sort === 'd' ? String(Math.trunc(value)) : sort === 'f' ? Number(value).toFixed(places ?? 6)
                    : sort === 'x' ? Math.trunc(value).toString(16) : javaText(value);
                const size = Number(width.replace('-', ''));
                if (width.startsWith('-')) return text.padEnd(size);
                return text.padStart(size, width.startsWith('0') ? '0' : ' ');
            });
        };
        class StringBuilder {
            constructor(text = '') { hidden(this, {parts: [typeof text === 'number' ? '' : String(text)]}); }
            append(value) { this.parts.push(javaText(value)); return this; }
            length() { return this.toString().length; }
            toString() { return this.parts.join(''); }
        }
        const objectMapper = () => ({
            createObjectNode: () => mapper({}), createArrayNode: () => mapper([]),
            readTree: text => mapper(JSON.parse(text)), readValue: text => javaValue(JSON.parse(text)),
            writeValueAsString: value => JSON.stringify(plain(value)),
        });
        const mapper = tree => {
            const node = Array.isArray(tree) ? JavaList.of('com.fasterxml.jackson.databind.node.ArrayNode', tree)
                : javaValue(tree, 'com.fasterxml.jackson.databind.node.ObjectNode');
            return hidden(node, {
                put(key, value) { node[key] = value; return node; },
                set(key, value) { node[key] = value; return node; },
                toString: () => JSON.stringify(plain(node)),
            });
        };
        // Typed values are the values themselves; of an object the serialization is JSON in any case.
        const typedObject = value => ({
            serializationDataFormat() { return this; }, setTransient() { return this; }, create: () => value});
        const typedVariables = {
            createVariables: () => {
                const map = javaValue({}, 'org.operaton.bpm.engine.impl.core.variable.VariableMapImpl');
                return hidden(map, {
                    putValue(name, value) { map[name] = value; return map; },
                    putValueTyped(name, value) { map[name] = value; return map; }});
            },
            putValue(name, value) { return typedVariables.createVariables().putValue(name, value); },
            objectValue: typedObject,
            stringValue: value => value, booleanValue: value => value, dateValue: value => value,
            integerValue: value => value, longValue: value => value, doubleValue: doubleOf, untypedValue: value => value,
        };
        const spinClass = {S: input => spin().S(input), JSON: input => spin().spinJSONFrom(input)};

        const javaTypes = {
            'java.lang.System': {
                currentTimeMillis: () => longOf(nowMillis()),
                nanoTime: () => longOf(nowMillis() * 1e6),
                lineSeparator: () => '\n',
                getenv: () => null,
                getProperty: (name, other = null) => other,
                out: {println: value => print(value ?? ''), print: value => print(value)},
                err: {println: value => print(value ?? ''), print: value => print(value)},
            },
            'java.lang.Math': Object.assign(Object.create(Math), {
                floor: value => asFraction(Math.floor(value)),
                ceil: value => asFraction(Math.ceil(value)),
                pow: (one, other) => asFraction(Math.pow(one, other)),
                sqrt: value => asFraction(Math.sqrt(value)),
                toIntExact(value) {
                    if (value !== (value | 0)) throw javaError('java.lang.ArithmeticException', 'integer overflow');
                    return value;
                },
                addExact: (one, other) => one + other,
                floorMod: (one, other) => (one % other + other) % other,
                floorDiv: (one, other) => Math.floor(one / other),
                round: value => longOf(Math.round(value)),
            }),
            'java.lang.Integer': callable(integer, {
                parseInt: integer, valueOf: integer, toString: value => String(value),
                compare: (one, other) => Math.sign(one - other), sum: (one, other) => one + other,
                max: (one, other) => Math.max(one, other), min: (one, other) => Math.min(one, other),
                toHexString: value => (value >>> 0).toString(16), toBinaryString: value => (value >>> 0).toString(2),
                MAX_VALUE: 2147483647, MIN_VALUE: -2147483648}),
            'java.lang.Short': callable(integer, {parseShort: integer, valueOf: integer}),
            'java.lang.Byte': callable(integer, {parseByte: integer, valueOf: integer}),
            'java.lang.Float': callable(doubleOf, {parseFloat: doubleOf, valueOf: doubleOf, toString: value => String(value)}),
            'java.lang.Character': {
                isDigit: text => /^\p{Nd}$/u.test(text), isLetter: text => /^\p{L}$/u.test(text),
                isLetterOrDigit: text => /^[\p{L}\p{Nd}]$/u.test(text), isWhitespace: text => /^\s$/.test(text),
                isUpperCase: text => /^\p{Lu}$/u.test(text), isLowerCase: text => /^\p{Ll}$/u.test(text),
                toUpperCase: text => text.toUpperCase(), toLowerCase: text => text.toLowerCase(),
                getNumericValue: text => parseInt(text, 36), toString: text => text},
            'java.lang.Long': callable(value => givenLong(String(integer(value))), {
                compare: (one, other) => Math.sign(one - other),
                parseLong: text => givenLong(String(integer(text) && text)), valueOf: text => givenLong(String(integer(text) && text)),
                toString: value => String(value)}),
            'java.lang.Double': callable(value => doubleOf(value), {
                parseDouble: doubleOf, valueOf: doubleOf, compare: (one, other) => Math.sign(one - other),
                toString: value => String(value), isNaN: value => Number.isNaN(value)}),
            'java.lang.Boolean': callable(value => String(value).toLowerCase() === 'true', {
                parseBoolean: text => String(text).toLowerCase() === 'true',
                valueOf: text => String(text).toLowerCase() === 'true', TRUE: true, FALSE: false}),
            'java.lang.String': callable((text = '') => text[kind] === 'bytes' ? bytes().decodeText(text) : String(text), {
                format: formattedText,
                valueOf: value => javaText(value),
                join: (separator, ...parts) => (isObject(parts[0]) ? [...parts[0]] : parts).map(javaText).join(separator)}),
            'java.lang.StringBuilder': StringBuilder,
            'java.lang.StringBuffer': StringBuilder,
            'java.math.BigDecimal': Object.assign(BigDecimal, {ZERO: decimalOf('0'), ONE: decimalOf('1'), TEN: decimalOf('10')}),
            'java.math.RoundingMode': {
                UP: 'UP', DOWN: 'DOWN', HALF_UP: 'HALF_UP', HALF_DOWN: 'HALF_DOWN', HALF_EVEN: 'HALF_EVEN'},
            'java.util.HashMap': mapClass('java.util.HashMap'),
            'java.util.LinkedHashMap': mapClass('java.util.LinkedHashMap'),
            'java.util.TreeMap': mapClass('java.util.TreeMap'),
            'java.util.ArrayList': listClass('java.util.ArrayList'),
            'java.util.LinkedList': listClass('java.util.LinkedList'),
            'java.util.HashSet': setClass('java.util.HashSet'),
            'java.util.LinkedHashSet': setClass('java.util.LinkedHashSet'),
            'java.util.Map': {of: (...pairs) => {
                const map = javaValue({}, 'java.util.HashMap');
                for (let at = 0; at + 1 < pairs.length; at += 2) map[pairs[at]] = pairs[at + 1];
                return map;
            }, entry: (key, value) => ({getKey: () => key, getValue: () => value})},
            'java.util.Base64': {
                getEncoder: () => ({encodeToString: value => bytes().encodeBase64(value)}),
                getDecoder: () => ({decode: text => bytes().decodeBase64(text)}),
            },
            'java.util.Arrays': {
                asList: (...elements) => JavaList.of('java.util.ArrayList',
                    elements.length === 1 && Array.isArray(elements[0]) ? elements[0] : elements),
                stream: elements => collections().streamOf([...elements]),
                toString: (...given) => given.length === 0 ? 'java.util.Arrays' : javaText(given[0]),
            },
            'java.util.List': {of: (...elements) => JavaList.of('java.util.ArrayList', elements)},
            'java.util.Date': JavaDate,
            'java.text.SimpleDateFormat': JavaFormatter,
            'java.time.Instant': JavaInstant,
            'java.time.LocalDate': JavaLocalDate,
            'java.time.LocalDateTime': JavaLocalDateTime,
            'java.time.temporal.ChronoUnit': chronoUnits,
            'java.time.format.DateTimeFormatter': JavaFormatter,
            'com.fasterxml.jackson.databind.ObjectMapper': callable(objectMapper),
            ...utilities(collections(), JavaLocale, listClass, mapClass),
            ...more,
        };
        for (const name of ['Exception', 'RuntimeException', 'IllegalArgumentException', 'IllegalStateException',
            'NullPointerException', 'UnsupportedOperationException', 'ArithmeticException', 'NumberFormatException',
            'IndexOutOfBoundsException', 'Error', 'Throwable']) {
            javaTypes[`java.lang.${name}`] = exceptionClass(`java.lang.${name}`);
        }
        for (const vendor of ['operaton', 'camunda']) {
            javaTypes[`org.${vendor}.bpm.engine.delegate.BpmnError`] = BpmnError;
            javaTypes[`org.${vendor}.bpm.engine.ProcessEngineException`] =
                exceptionClass('org.operaton.bpm.engine.ProcessEngineException');
            javaTypes[`org.${vendor}.spin.Spin`] = spinClass;
            javaTypes[`org.${vendor}.spin.DataFormats`] = {json: () => 'application/json'};
            javaTypes[`org.${vendor}.bpm.engine.variable.Variables`] = typedVariables;
        }

        const packages = new Map();
        const javaPackage = path => {
            const known = packages.get(path);
            if (known) return known;
            const refused = () => {
                throw new TypeError(`Access to host class ${path} is not allowed or does not exist.`);
            };
            const made = new Proxy(function () {}, {
                get(target, name) {
                    if (typeof name !== 'string') return undefined;
                    const inner = path === '' ? name : `${path}.${name}`;
                    if (registeredClasses.has(inner)) return registeredClasses.get(inner);
                    return Object.hasOwn(javaTypes, inner) ? javaTypes[inner] : javaPackage(inner);
                },
                apply: refused, construct: refused,
            });
            packages.set(path, made);
            return made;
        };
        return {
            Packages: javaPackage(''), java: javaPackage('java'), javax: javaPackage('javax'),
            org: javaPackage('org'), com: javaPackage('com'),
            Java: {
                type(name) {
                    if (registeredClasses.has(name)) return registeredClasses.get(name);
                    if (Object.hasOwn(javaTypes, name)) return javaTypes[name];
                    throw new TypeError(`Access to host class ${name} is not allowed or does not exist.`);
                },
                from: list => Array.from(list),
                typeName: type => Object.keys(javaTypes).find(name => javaTypes[name] === type),
                isType: type => Object.values(javaTypes).includes(type),
                isJavaObject: value => isObject(value) && (classes.has(value) || value[kind] !== undefined || value instanceof JavaDate),
                to: array => JavaList.of('java.util.ArrayList', [...array]),
            },
        };
        });
        const offerLate = (name, make) => Object.defineProperty(global, name, {
            get: make, enumerable: false, configurable: true,
            set: value => Object.defineProperty(global, name, {
                value, writable: true, enumerable: false, configurable: true}),
        });
        for (const name of ['Packages', 'java', 'javax', 'org', 'com', 'Java']) {
            offerLate(name, () => javaWorld()[name]);
        }
        """#
}
