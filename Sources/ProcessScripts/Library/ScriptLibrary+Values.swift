extension ScriptLibrary {
    /// How values of variables become values of the script, and back.
    ///
    /// JavaScript knows one kind of number. A whole number of 32 bits is an Integer, unless the
    /// engine keeps it as a fraction because it was computed from one; a larger one is a Double,
    /// unless it is a Long that the script was given. On the way out a plain JSON value stands for
    /// itself, and `{t: type, …}` for all else.
    static let values = #"""
        const global = globalThis;
        const RealDate = Date;
        // Programs of another kind than scripts, which no model needs.
        delete global.WebAssembly;
        const hidden = (target, members) => {
            for (const key of Reflect.ownKeys(members)) {
                const found = Object.getOwnPropertyDescriptor(members, key);
                found.enumerable = false;
                Object.defineProperty(target, key, found);
            }
            return target;
        };
        const isObject = value => typeof value === 'object' && value !== null;

        // Whether the engine tells integers from fractions is asked before it is believed.
        const half = [0.5];
        const tellsFractions = keptAsInteger(1) === 1 && keptAsInteger(-7) === -7
            && keptAsInteger(1.5) === undefined && keptAsInteger(half[0] + half[0]) === undefined;
        const isIntegral = value => Number.isInteger(value) && !Object.is(value, -0)
            && value >= -2147483648 && value <= 2147483647
            && (!tellsFractions || keptAsInteger(value) !== undefined);
        /// A number as the engine keeps fractions.
        const asFraction = value => value + half[0] - half[0];

        // Longs beyond 32 bits, by the number that the script sees.
        const longs = new Map();
        const givenLong = text => {
            const value = Number(text);
            if (value !== (value | 0)) longs.set(value, String(text));
            return value;
        };
        const longOf = value => givenLong(String(Math.trunc(value)));

        // What an object is, without asking for classes that may not have been made yet.
        const kind = Symbol('kind');
        /// A part of this library that is made when it is first needed: most scripts need none.
        const once = make => { let made; return () => made ??= make(); };

        class JavaOpaque {
            constructor(form) { hidden(this, {form}); }
            get [kind]() { return 'opaque'; }
        }

        const classes = new WeakMap();
        const classNameOf = value => {
            const name = classes.get(value);
            if (name !== undefined) return name;
            return Array.isArray(value) || value instanceof Set
                ? 'java.util.ArrayList' : 'java.util.LinkedHashMap';
        };
        const entriesOf = value => value instanceof Map ? value.entries() : Object.entries(value);
        const javaText = value => value === null || value === undefined ? 'null'
            : Array.isArray(value) ? '[' + Array.from(value, javaText).join(', ') + ']' : String(value);

        const bytes = once(() => {
        class JavaBytes extends Int8Array {
            get [kind]() { return 'bytes'; }
            toString() { return '[B'; }
        }

        const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
        const decodeBase64 = text => {
            const bytes = [];
            let bits = 0, count = 0;
            for (const character of text) {
                const digit = alphabet.indexOf(character);
                if (digit < 0) continue;
                bits = (bits << 6 | digit) & 0xffffff;
                count += 6;
                if (count >= 8) bytes.push(bits >> (count -= 8) & 255);
            }
            return new JavaBytes(bytes);
        };
        const encodeBase64 = bytes => {
            let text = '';
            for (let i = 0; i < bytes.length; i += 3) {
                const rest = bytes.length - i;
                const bits = (bytes[i] & 255) << 16 | (rest > 1 ? (bytes[i + 1] & 255) << 8 : 0)
                    | (rest > 2 ? bytes[i + 2] & 255 : 0);
                text += alphabet[bits >> 18 & 63] + alphabet[bits >> 12 & 63]
                    + (rest > 1 ? alphabet[bits >> 6 & 63] : '=')
                    + (rest > 2 ? alphabet[bits & 63] : '=');
            }
            return text;
        };
        /// The text of bytes in UTF-8.
        const decodeText = value => decodeURIComponent(
            Array.from(value, byte => '%' + (byte & 255).toString(16).padStart(2, '0')).join(''));
        return {decodeBase64, encodeBase64, decodeText};
        });

        const decode = form => {
            if (!isObject(form)) return form;
            switch (form.t) {
            case 'Double': return asFraction(Number(form.v));
            case 'Long': return givenLong(form.v);
            case 'Date': return new (javaTime().JavaDate)(form.v);
            case 'Bytes': return bytes().decodeBase64(form.v);
            case 'Json': return spin().decoded(form.v);
            case 'Object':
                if (form.f !== 'application/json') return new JavaOpaque(form);
                try {
                    return collections().javaValue(JSON.parse(form.v), form.c);
                } catch (error) {
                    return new JavaOpaque(form);
                }
            default: return new JavaOpaque(form);
            }
        };

        const encode = value => {
            switch (typeof value) {
            case 'boolean': case 'string': return value;
            case 'number':
                if (isIntegral(value)) return value;
                if (longs.has(value)) return {t: 'Long', v: longs.get(value)};
                return {t: 'Double', v: Number.isFinite(value) ? value : String(value)};
            case 'bigint': return encodeBigInt(value);
            case 'undefined': return null;
            case 'symbol': throw new TypeError('Cannot pass a symbol on as a value');
            }
            if (value === null) return null;
            switch (value[kind]) {
            case 'number': return value.encoded;
            case 'spin': return {t: 'Json', v: value.toString()};
            case 'bytes': return {t: 'Bytes', v: bytes().encodeBase64(value)};
            case 'opaque': return value.form;
            case 'scope': return value.toString();
            }
            if (value instanceof RealDate) return {t: 'Date', v: RealDate.prototype.getTime.call(value)};
            if (value instanceof String || value instanceof Number || value instanceof Boolean) return encode(value.valueOf());
            return {
                t: 'Object', c: classNameOf(value), f: 'application/json',
                v: JSON.stringify(plain(value)) ?? '{}'};
        };
        const encodeBigInt = value => BigInt.asIntN(64, value) === value
            ? {t: 'Long', v: String(value)}
            : {t: 'Object', c: 'java.math.BigInteger', f: 'application/json', v: String(value)};

        /// A copy that JSON can write: Maps as objects, Spin nodes as trees, dates as texts.
        const plain = (value, depth = 0) => {
            if (depth > 200) throw new RangeError('The value is nested too deeply');
            if (typeof value === 'bigint') return JSON.rawJSON ? JSON.rawJSON(String(value)) : Number(value);
            if (typeof value === 'function') return depth === 0 ? {} : undefined;
            if (!isObject(value)) return value;
            if (value[kind] === 'spin') return value.tree;
            if (value[kind] === 'number') return value.valueOf();
            if (value instanceof RealDate || typeof value.toJSON === 'function') return value;
            if (Array.isArray(value) || ArrayBuffer.isView(value)) {
                return Array.from(value, element => plain(element, depth + 1));
            }
            const copy = {};
            const entries = value instanceof Map ? value.entries() : Object.entries(value);
            for (const [key, member] of entries) copy[key] = plain(member, depth + 1);
            return copy;
        };
        """#
}
