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
        const localNow = () => { const now = nowMillis(); return now - new RealDate(now).getTimezoneOffset() * 60000; };
        class JavaLocal {
            constructor(millis) { hidden(this, {millis}); }
            at(millis) { return new this.constructor(millis); }
        }
        const units = {Days: 86400000, Weeks: 604800000, Hours: 3600000, Minutes: 60000, Seconds: 1000};
        const shifting = {};
        for (const unit of Object.keys(units)) {
            const isTime = units[unit] < units.Days;
            shifting[`plus${unit}`] = function (count) { return this.at(this.millis + count * units[unit], isTime); };
            shifting[`minus${unit}`] = function (count) { return this.at(this.millis - count * units[unit], isTime); };
        }
        for (const [unit, months] of [['Months', 1], ['Years', 12]]) {
            shifting[`plus${unit}`] = function (count) { return this.at(shiftMonths(this.millis, count * months)); };
            shifting[`minus${unit}`] = function (count) { return this.at(shiftMonths(this.millis, -count * months)); };
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
        hidden(JavaLocal.prototype, {
            ...shifting, ...comparing,
            getYear() { return new RealDate(this.millis).getUTCFullYear(); },
            getMonthValue() { return new RealDate(this.millis).getUTCMonth() + 1; },
            getDayOfMonth() { return new RealDate(this.millis).getUTCDate(); },
            format(formatter) { return formatter.format(this); },
            toLocalDate() { return new JavaLocalDate(Math.floor(this.millis / 86400000) * 86400000); },
        });
        class JavaLocalDate extends JavaLocal {
            static now() { return new JavaLocalDate(localNow()).toLocalDate(); }
            static of(year, month, day) {
                return new JavaLocalDate(RealDate.UTC(year, (month.value ?? month) - 1, day));
            }
            static parse(text, formatter) {
                if (formatter) return new JavaLocalDate(formatter.millisOf(text)).toLocalDate();
                const [year, month, day] = localFields(text, /^(\d{4})-(\d\d)-(\d\d)$/);
                return JavaLocalDate.of(year, month, day);
            }
            toString() { return new RealDate(this.millis).toISOString().slice(0, 10); }
        }
        class JavaLocalDateTime extends JavaLocal {
            static now() { return new JavaLocalDateTime(localNow()); }
            static of(year, month, day, hour = 0, minute = 0, second = 0) {
                return new JavaLocalDateTime(RealDate.UTC(year, (month.value ?? month) - 1, day, hour, minute, second));
            }
            static parse(text, formatter) {
                if (formatter) return new JavaLocalDateTime(formatter.millisOf(text));
                localFields(text, /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?$/);
                return new JavaLocalDateTime(RealDate.parse(text + 'Z'));
            }
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
        const {JavaFormatter, JavaLocale} = formatters({JavaDate, timeError, pad, dayNames, monthNames, zoneName});
        const monthsBetween = (from, to) => {
            const one = new RealDate(from), other = new RealDate(to);
            const months = (other.getUTCFullYear() - one.getUTCFullYear()) * 12 + other.getUTCMonth() - one.getUTCMonth();
            const rest = to - shiftMonths(from, months);
            return months > 0 && rest < 0 ? months - 1 : months < 0 && rest > 0 ? months + 1 : months;
        };
        const chronoUnits = {
            MONTHS: {
                between: (from, to) => longOf(monthsBetween(from.millis, to.millis)),
                shifted: (millis, count) => shiftMonths(millis, count), toString: () => 'Months'},
            YEARS: {
                between: (from, to) => longOf(Math.trunc(monthsBetween(from.millis, to.millis) / 12)),
                shifted: (millis, count) => shiftMonths(millis, count * 12), toString: () => 'Years'},
        };
        for (const unit of [...Object.keys(units), 'Millis']) {
            const size = units[unit] ?? 1;
            chronoUnits[unit.toUpperCase()] = {
                between: (from, to) => longOf(Math.trunc((to.millis - from.millis) / size)),
                shifted: (millis, count) => millis + count * size,
                isTime: size < units.Days, millis: size, toString: () => unit};
        }
        const more = extendTime({
            JavaDate, JavaLocal, JavaLocalDate, JavaLocalDateTime, JavaInstant, units, shiftMonths, timeError, pad, localNow});
        return {JavaDate, JavaLocalDate, JavaLocalDateTime, JavaInstant, JavaFormatter, JavaLocale, chronoUnits, more};
        });
        """#
}
