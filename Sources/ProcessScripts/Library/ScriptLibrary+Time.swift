extension ScriptLibrary {
    /// Dates: the clock of the command, `java.util.Date`, and what models use of `java.time`.
    static let javaTime = #"""
        // A command sees one instant; what the script itself takes is added, so that it goes on.
        const startedAt = RealDate.now();
        let instant = startedAt;
        const nowMillis = () => instant + (RealDate.now() - startedAt);
        const ScriptDate = new Proxy(RealDate, {
            construct: (target, given, made) =>
                Reflect.construct(target, given.length === 0 ? [nowMillis()] : given, made === ScriptDate ? target : made),
            apply: () => new RealDate(nowMillis()).toString(),
            get: (target, name, receiver) => name === 'now' ? nowMillis : Reflect.get(target, name, target),
        });
        hidden(global, {Date: ScriptDate});
        RealDate.prototype.constructor = ScriptDate;

        const javaTime = once(() => {
        const pad = (number, size = 2) => String(number).padStart(size, '0');
        const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
        const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
        const zoneName = date => {
            const found = /\(([^)]*)\)/.exec(date.toTimeString());
            const offset = -date.getTimezoneOffset();
            if (offset === 0 && (!found || /^(UTC|GMT|Coordinated)/.test(found[1]))) return 'UTC';
            if (found && /^Central European/.test(found[1])) return /Summer/.test(found[1]) ? 'CEST' : 'CET';
            return `GMT${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
        };
        class JavaDate extends RealDate {
            constructor(...given) {
                if (given.length === 0) super(nowMillis());
                else if (given.length === 1) super(Number(given[0]));
                else super(given[0] + 1900, ...given.slice(1));
            }
            getTime() { return longOf(RealDate.prototype.getTime.call(this)); }
            before(other) { return +this < +other; }
            after(other) { return +this > +other; }
            compareTo(other) { return Math.sign(+this - +other); }
            equals(other) { return other instanceof RealDate && +this === +other; }
            toInstant() { return new JavaInstant(+this); }
            toString() {
                return `${dayNames[this.getDay()]} ${monthNames[this.getMonth()]} ${pad(this.getDate())} `
                    + `${pad(this.getHours())}:${pad(this.getMinutes())}:${pad(this.getSeconds())} `
                    + `${zoneName(this)} ${this.getFullYear()}`;
            }
            [Symbol.toPrimitive](hint) {
                return hint === 'string' ? this.toString() : RealDate.prototype.getTime.call(this);
            }
        }

        const timeError = (text, at = 0) => javaError('java.time.format.DateTimeParseException',
            `Text '${text}' could not be parsed at index ${at}`);
        const localFields = (text, pattern) => {
            const found = pattern.exec(String(text));
            if (!found) throw timeError(text);
            return found.slice(1).map(part => Number(part ?? 0));
        };
        // A local date or time is kept as the milliseconds that it has in UTC.
        const shiftMonths = (millis, months) => {
            const date = new RealDate(millis);
            const day = date.getUTCDate();
            date.setUTCDate(1);
            date.setUTCMonth(date.getUTCMonth() + months);
            const last = new RealDate(RealDate.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
            date.setUTCDate(Math.min(day, last));
            return date.getTime();
        };
        const longDays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];
        const localNow = () => { const now = nowMillis(); return now - new RealDate(now).getTimezoneOffset() * 60000; };
        class JavaLocal {
            constructor(millis) { hidden(this, {millis}); }
        }
        const units = {Days: 86400000, Weeks: 604800000, Hours: 3600000, Minutes: 60000, Seconds: 1000};
        const shifting = {};
        for (const unit of Object.keys(units)) {
            shifting[`plus${unit}`] = function (count) { return new this.constructor(this.millis + count * units[unit]); };
            shifting[`minus${unit}`] = function (count) { return new this.constructor(this.millis - count * units[unit]); };
        }
        for (const [unit, months] of [['Months', 1], ['Years', 12]]) {
            shifting[`plus${unit}`] = function (count) { return new this.constructor(shiftMonths(this.millis, count * months)); };
            shifting[`minus${unit}`] = function (count) { return new this.constructor(shiftMonths(this.millis, -count * months)); };
        }
        const comparing = {
            isBefore(other) { return this.millis < other.millis; },
            isAfter(other) { return this.millis > other.millis; },
            isEqual(other) { return this.millis === other.millis; },
            equals(other) { return other instanceof this.constructor && this.millis === other.millis; },
            compareTo(other) { return Math.sign(this.millis - other.millis); },
            toJSON() { return this.toString(); },
            valueOf() { return this.millis; },
            [Symbol.toPrimitive](hint) { return hint === 'number' ? this.millis : this.toString(); },
        };
        const formatted = (date, pattern) => String(pattern).replace(
            /'([^']*)'|yyyy|uuuu|yy|MM|M|dd|d|HH|H|mm|ss|SSS|EEE/g, (part, quoted) => {
                switch (part) {
                case 'yyyy': case 'uuuu': return pad(date.getUTCFullYear(), 4);
                case 'yy': return pad(date.getUTCFullYear() % 100);
                case 'MM': return pad(date.getUTCMonth() + 1);
                case 'M': return date.getUTCMonth() + 1;
                case 'dd': return pad(date.getUTCDate());
                case 'd': return date.getUTCDate();
                case 'HH': return pad(date.getUTCHours());
                case 'H': return date.getUTCHours();
                case 'mm': return pad(date.getUTCMinutes());
                case 'ss': return pad(date.getUTCSeconds());
                case 'SSS': return pad(date.getUTCMilliseconds(), 3);
                case 'EEE': return dayNames[date.getUTCDay()];
                default: return quoted === '' ? "'" : quoted;
                }
            });
        hidden(JavaLocal.prototype, {
            ...shifting, ...comparing,
            getYear() { return new RealDate(this.millis).getUTCFullYear(); },
            getMonthValue() { return new RealDate(this.millis).getUTCMonth() + 1; },
            getDayOfMonth() { return new RealDate(this.millis).getUTCDate(); },
            getDayOfWeek() {
                const day = new RealDate(this.millis).getUTCDay();
                return {toString: () => longDays[day], name: () => longDays[day], getValue: () => day === 0 ? 7 : day};
            },
            format(formatter) { return formatted(new RealDate(this.millis), formatter.pattern ?? formatter); },
            toLocalDate() { return new JavaLocalDate(Math.floor(this.millis / 86400000) * 86400000); },
        });
        class JavaLocalDate extends JavaLocal {
            static now() { return new JavaLocalDate(localNow()).toLocalDate(); }
            static of(year, month, day) { return new JavaLocalDate(RealDate.UTC(year, month - 1, day)); }
            static parse(text) {
                const [year, month, day] = localFields(text, /^(\d{4})-(\d\d)-(\d\d)$/);
                return JavaLocalDate.of(year, month, day);
            }
            atStartOfDay() { return new JavaLocalDateTime(this.millis); }
            toString() { return new RealDate(this.millis).toISOString().slice(0, 10); }
        }
        class JavaLocalDateTime extends JavaLocal {
            static now() { return new JavaLocalDateTime(localNow()); }
            static of(year, month, day, hour = 0, minute = 0, second = 0) {
                return new JavaLocalDateTime(RealDate.UTC(year, month - 1, day, hour, minute, second));
            }
            static parse(text) {
                localFields(text, /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?$/);
                return new JavaLocalDateTime(RealDate.parse(text + 'Z'));
            }
            getHour() { return new RealDate(this.millis).getUTCHours(); }
            getMinute() { return new RealDate(this.millis).getUTCMinutes(); }
            getSecond() { return new RealDate(this.millis).getUTCSeconds(); }
            toString() { return withoutZeros(new RealDate(this.millis).toISOString().slice(0, -1)); }
        }
        const withoutZeros = text => text.replace(/\.000$/, '').replace(/:00$/, '');
        class JavaInstant extends JavaLocal {
            static now() { return new JavaInstant(nowMillis()); }
            static ofEpochMilli(millis) { return new JavaInstant(millis); }
            static ofEpochSecond(seconds) { return new JavaInstant(seconds * 1000); }
            static parse(text) {
                localFields(text, /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/);
                return new JavaInstant(RealDate.parse(text));
            }
            toEpochMilli() { return longOf(this.millis); }
            getEpochSecond() { return longOf(Math.floor(this.millis / 1000)); }
            plusMillis(count) { return new JavaInstant(this.millis + count); }
            minusMillis(count) { return new JavaInstant(this.millis - count); }
            toString() { return new RealDate(this.millis).toISOString().replace('.000Z', 'Z'); }
        }
        // Of these a variable keeps the text that the reference writes for them.
        const parsedBy = (pattern, text) => {
            const fields = [];
            const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(
                /'([^']*)'|yyyy|MM|dd|HH|mm|ss|SSS/g, (part, quoted) => {
                    if (quoted !== undefined) return quoted;
                    fields.push(part);
                    return part === 'yyyy' ? '(\\d{4})' : part === 'SSS' ? '(\\d{3})' : '(\\d{1,2})';
                });
            const found = new RegExp(`^${source}`).exec(text);
            if (!found) throw javaError('java.text.ParseException', `Unparseable date: "${text}"`);
            const part = name => fields.includes(name) ? Number(found[fields.indexOf(name) + 1]) : undefined;
            return new RealDate(
                part('yyyy') ?? 1970, (part('MM') ?? 1) - 1, part('dd') ?? 1,
                part('HH') ?? 0, part('mm') ?? 0, part('ss') ?? 0, part('SSS') ?? 0).getTime();
        };
        class JavaFormatter {
            parse(text) { return new JavaDate(parsedBy(this.pattern, String(text))); }
            static ofPattern(pattern) { return new JavaFormatter(pattern); }
            constructor(pattern) { hidden(this, {pattern}); }
            format(value) {
                return formatted(value instanceof RealDate
                    ? new RealDate(+value - value.getTimezoneOffset() * 60000) : new RealDate(value.millis), this.pattern);
            }
        }
        const monthsBetween = (from, to) => {
            const one = new RealDate(from), other = new RealDate(to);
            const months = (other.getUTCFullYear() - one.getUTCFullYear()) * 12 + other.getUTCMonth() - one.getUTCMonth();
            const rest = to - shiftMonths(from, months);
            return months > 0 && rest < 0 ? months - 1 : months < 0 && rest > 0 ? months + 1 : months;
        };
        const chronoUnits = {
            MONTHS: {between: (from, to) => monthsBetween(from.millis, to.millis)},
            YEARS: {between: (from, to) => Math.trunc(monthsBetween(from.millis, to.millis) / 12)},
        };
        for (const unit of Object.keys(units)) {
            chronoUnits[unit.toUpperCase()] = {
                between: (from, to) => longOf(Math.trunc((to.millis - from.millis) / units[unit]))};
        }
        return {JavaDate, JavaLocalDate, JavaLocalDateTime, JavaInstant, JavaFormatter, chronoUnits};
        });
        """#
}
