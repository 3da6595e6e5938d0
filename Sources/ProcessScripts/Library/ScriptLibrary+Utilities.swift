extension ScriptLibrary {
    /// The smaller classes of `java.util` and `java.text`.
    static let utilities = #"""
        /// What models use of `java.util` and `java.text` beside lists, maps and dates.
        const utilities = ({JavaList, javaValue, equal, streamOf, optionalOf, hashOf}, JavaLocale, listClass, mapClass) => {
        const collectors = {
            toList: () => elements => JavaList.of('java.util.ArrayList', elements),
            toSet: () => elements => JavaList.of('java.util.HashSet', [...new Set(elements)]),
            counting: () => elements => longOf(elements.length),
            joining: (separator = '', before = '', after = '') => elements => before + elements.map(javaText).join(separator) + after,
            toMap: (key, value) => elements => {
                const map = javaValue({}, 'java.util.HashMap');
                for (const element of elements) map[key(element)] = value(element);
                return map;
            },
            groupingBy: key => elements => {
                const map = javaValue({}, 'java.util.HashMap');
                for (const element of elements) (map[key(element)] ??= JavaList.of('java.util.ArrayList', [])).add(element);
                return map;
            },
        };
        const order = (one, other) => one?.compareTo ? one.compareTo(other) : one < other ? -1 : one > other ? 1 : 0;
        const sorted = (list, by) => Array.from(list).sort(by ?? order);
        const need = list => { if (list.length === 0) throw javaError('java.util.NoSuchElementException', null); return list; };

        // Patterns of Java that JavaScript writes alike.
        const flagged = (pattern, flags) => new RegExp(String(pattern).replace(/^\(\?i\)/, ''), (/^\(\?i\)/.test(pattern) || flags & 2 ? 'i' : '') + 'g');
        class JavaMatcher {
            constructor(source, flags, text) { hidden(this, {source, flags, text: String(text), at: 0, found: null}); }
            search(source, at) {
                const pattern = flagged(source, this.flags);
                pattern.lastIndex = at;
                this.found = pattern.exec(this.text);
                if (this.found) this.at = this.found.index + Math.max(this.found[0].length, 1);
                return this.found !== null;
            }
            find() { return this.at <= this.text.length && this.search(this.source, this.at); }
            matches() { return this.search(`^(?:${this.source})$`, 0); }
            lookingAt() { return this.search(`^(?:${this.source})`, 0); }
            group(which = 0) {
                if (!this.found) throw javaError('java.lang.IllegalStateException', 'No match found');
                return (typeof which === 'string' ? this.found.groups?.[which] : this.found[which]) ?? null;
            }
            groupCount() { return new RegExp(this.source + '|').exec('').length - 1; }
            start() { this.group(); return this.found.index; }
            end() { this.group(); return this.found.index + this.found[0].length; }
            replaceAll(text) { return this.text.replace(flagged(this.source, this.flags), text); }
            replaceFirst(text) { return this.text.replace(new RegExp(this.source), text); }
        }
        class JavaPattern {
            constructor(source, flags = 0) { hidden(this, {source: String(source), flags}); flagged(source, flags); }
            static compile(source, flags) { return new JavaPattern(source, flags); }
            static matches(source, text) { return new JavaMatcher(String(source), 0, text).matches(); }
            static quote(text) { return String(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'); }
            matcher(text) { return new JavaMatcher(this.source, this.flags, text); }
            split(text) { return String(text).split(flagged(this.source, this.flags)); }
            pattern() { return this.source; }
            toString() { return this.source; }
        }
        JavaPattern.CASE_INSENSITIVE = 2;
        class JavaJoiner {
            constructor(separator, before = '', after = '') { hidden(this, {separator, before, after, parts: []}); }
            add(part) { this.parts.push(javaText(part)); return this; }
            length() { return this.toString().length; }
            toString() { return this.before + this.parts.join(this.separator) + this.after; }
        }
        /// Numbers by a pattern such as `#,##0.00`; halves go to the even neighbour.
        class JavaNumberFormat {
            constructor(pattern, locale) {
                const [whole, rest = ''] = String(pattern).replace(/[^#0,.]/g, '').split('.');
                const isDutch = /^(nl|de|es|it)$/.test(locale?.language ?? '');
                hidden(this, {
                    least: rest.replace(/[^0]/g, '').length, most: rest.length, digits: whole.replace(/[^0]/g, '').length,
                    isGrouped: whole.includes(','), point: isDutch ? ',' : '.', separator: isDutch ? '.' : ',',
                    before: /^[^#0,.]*/.exec(pattern)[0], after: /[^#0,.]*$/.exec(pattern)[0]});
            }
            static getInstance(locale) { return new JavaNumberFormat('#,##0.###', locale); }
            static getNumberInstance(locale) { return JavaNumberFormat.getInstance(locale); }
            static getIntegerInstance(locale) { return new JavaNumberFormat('#,##0', locale); }
            setMaximumFractionDigits(count) { this.most = count; this.least = Math.min(this.least, count); }
            setMinimumFractionDigits(count) { this.least = count; this.most = Math.max(this.most, count); }
            setGroupingUsed(isUsed) { this.isGrouped = isUsed; }
            setRoundingMode(mode) { this.mode = mode; }
            format(value) {
                const type = javaWorld().Java.type('java.math.BigDecimal');
                const exact = value instanceof type ? value : new type(plainDigits(Number(value)));
                const [whole, rest = ''] = exact.setScale(Math.min(exact.scale, this.most), this.mode ?? 'HALF_EVEN')
                    .toString().replace('-', '').split('.');
                const isBelow = exact.compareTo(type.ZERO) < 0;
                const fraction = rest.replace(/0+$/, '').padEnd(this.least, '0');
                let number = whole.replace(/^0+/, '').padStart(this.digits, '0');
                if (this.isGrouped) number = number.replace(/\B(?=(\d{3})+$)/g, this.separator);
                return (isBelow ? '-' : '') + this.before + number + (fraction ? this.point + fraction : '') + this.after;
            }
        }
        const plainDigits = value => {
            const text = String(value);
            if (!/e/i.test(text)) return text;
            return Math.abs(value) < 1 ? value.toFixed(20).replace(/0+$/, '') : BigInt(value).toString();
        };
        const idText = text => {
            if (!/^[0-9a-f]{1,8}(-[0-9a-f]{1,4}){3}-[0-9a-f]{1,12}$/i.test(text)) {
                throw javaError('java.lang.IllegalArgumentException', `Invalid UUID string: ${text}`);
            }
            const sizes = [8, 4, 4, 4, 12];
            return text.toLowerCase().split('-').map((part, index) => part.padStart(sizes[index], '0')).join('-');
        };
        const digit = () => Math.floor(Math.random() * 16).toString(16);
        const idOf = text => {
            const id = {toString: () => text, toJSON: () => text, equals: other => String(other) === text};
            classes.set(id, 'java.util.UUID');
            return hidden({}, id);
        };
        class JavaRandom {
            nextInt(one, other) {
                return other === undefined ? Math.floor(Math.random() * (one ?? 2147483647)) : one + Math.floor(Math.random() * (other - one));
            }
            nextDouble() { return asFraction(Math.random()); }
            nextBoolean() { return Math.random() < 0.5; }
        }
        const timeUnits = {
            DAYS: 86400000, HOURS: 3600000, MINUTES: 60000, SECONDS: 1000, MILLISECONDS: 1};
        for (const name of Object.keys(timeUnits)) {
            const size = timeUnits[name];
            const to = other => count => longOf(Math.trunc(count * size / other));
            timeUnits[name] = {
                toDays: to(86400000), toHours: to(3600000), toMinutes: to(60000), toSeconds: to(1000), toMillis: to(1)};
        }
        const same = elements => elements;
        const sortedSet = elements => {
            const set = JavaList.of('java.util.TreeSet', [...new Set(sorted(elements ?? []))]);
            return hidden(set, {
                add(value) {
                    if (set.contains(value)) return false;
                    set.splice(0, set.length, ...sorted([...set, value]));
                    return true;
                },
                first: () => need(set)[0],
                last: () => need(set)[set.length - 1],
            });
        };
        const stack = () => hidden(JavaList.of('java.util.Stack', []), {
            peek() { return need(this)[this.length - 1]; },
            empty() { return this.length === 0; },
        });
        const queue = () => hidden(JavaList.of('java.util.ArrayDeque', []), {
            push(value) { this.addFirst(value); },
            pop() { return this.removeFirst(); },
            poll() { return this.length === 0 ? null : this.removeFirst(); },
            offer(value) { return this.add(value); },
            peek() { return this.length === 0 ? null : this[0]; },
        });
        const range = (from, to) => streamOf(Array.from({length: Math.max(0, Math.min(to - from, 1000000))}, (_, index) => from + index));
        const make = body => function (...given) { return body(...given); };
        return {
            'java.util.Collections': {
                emptyList: () => JavaList.of('java.util.ArrayList', []),
                emptyMap: () => javaValue({}),
                emptySet: () => JavaList.of('java.util.HashSet', []),
                singletonList: element => JavaList.of('java.util.ArrayList', [element]),
                singleton: element => JavaList.of('java.util.HashSet', [element]),
                singletonMap: (key, value) => javaValue({[key]: value}, 'java.util.HashMap'),
                unmodifiableList: same, unmodifiableMap: same, unmodifiableSet: same, unmodifiableCollection: same,
                sort(list, by) { list.splice(0, list.length, ...sorted(list, by)); },
                reverse(list) { list.splice(0, list.length, ...Array.from(list).reverse()); },
                addAll: (list, ...elements) => list.addAll(elements),
                max: (list, by) => sorted(need(list), by).pop(),
                min: (list, by) => sorted(need(list), by)[0],
                frequency: (list, element) => list.filter(each => equal(each, element)).length,
                nCopies: (count, element) => JavaList.of('java.util.ArrayList', new Array(count).fill(element)),
            },
            'java.util.stream.Collectors': collectors,
            'java.util.stream.IntStream': {range, rangeClosed: (from, to) => range(from, to + 1), of: (...elements) => streamOf(elements)},
            'java.util.stream.Stream': {of: (...elements) => streamOf(elements)},
            'java.util.Optional': {
                of: value => optionalOf(value), ofNullable: value => optionalOf(value), empty: () => optionalOf(null)},
            'java.util.Set': {of: (...elements) => JavaList.of('java.util.HashSet', elements)},
            'java.util.TreeSet': make(sortedSet),
            'java.util.Stack': make(stack),
            'java.util.ArrayDeque': make(queue),
            'java.util.Vector': listClass('java.util.Vector'),
            'java.util.Properties': mapClass('java.util.Properties'),
            'java.util.Hashtable': mapClass('java.util.Hashtable'),
            'java.util.concurrent.ConcurrentHashMap': mapClass('java.util.concurrent.ConcurrentHashMap'),
            'java.util.concurrent.TimeUnit': timeUnits,
            'java.util.UUID': {
                randomUUID: () => idOf('xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, digit)),
                fromString: text => idOf(idText(String(text)))},
            'java.util.Random': JavaRandom,
            'java.util.Locale': JavaLocale,
            'java.util.StringJoiner': JavaJoiner,
            'java.util.regex.Pattern': JavaPattern,
            'java.text.DecimalFormat': JavaNumberFormat,
            'java.text.NumberFormat': JavaNumberFormat,
            'java.util.Objects': {
                equals: equal,
                isNull: value => value === null || value === undefined,
                nonNull: value => value !== null && value !== undefined,
                toString: (value, other) => value === null || value === undefined ? other ?? 'null' : javaText(value),
                hash: (...values) => hashOf(values),
                hashCode: value => hashOf(value),
                requireNonNullElse: (value, other) => value ?? other,
                requireNonNull(value, message) {
                    if (value === null || value === undefined) throw javaError('java.lang.NullPointerException', message ?? '');
                    return value;
                },
            },
        };
        };
        """#
}
