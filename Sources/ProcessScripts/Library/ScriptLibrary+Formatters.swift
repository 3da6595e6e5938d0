extension ScriptLibrary {
    /// `SimpleDateFormat`, `DateTimeFormatter` and `Locale`.
    static let formatters = #"""
        /// Patterns of dates, and the languages that they are written in.
        const formatters = ({JavaDate, timeError, pad, dayNames, monthNames, zoneName}) => {
        const languages = {
            en: {
                days: dayNames, months: monthNames,
                longDays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
                longMonths: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August',
                    'September', 'October', 'November', 'December'],
            },
            nl: {
                days: ['zo', 'ma', 'di', 'wo', 'do', 'vr', 'za'],
                months: ['jan.', 'feb.', 'mrt.', 'apr.', 'mei', 'jun.', 'jul.', 'aug.', 'sep.', 'okt.', 'nov.', 'dec.'],
                longDays: ['zondag', 'maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag'],
                longMonths: ['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus',
                    'september', 'oktober', 'november', 'december'],
            },
        };
        class JavaLocale {
            constructor(language, country) { hidden(this, {language: String(language).toLowerCase(), country}); }
            static forLanguageTag(tag) { return new JavaLocale(...String(tag).split('-')); }
            static of(language, country) { return new JavaLocale(language, country); }
            static getDefault() { return JavaLocale.ENGLISH; }
            getLanguage() { return this.language; }
            getCountry() { return this.country ?? ''; }
            toString() { return this.country ? `${this.language}_${this.country}` : this.language; }
        }
        Object.assign(JavaLocale, {
            ENGLISH: new JavaLocale('en'), US: new JavaLocale('en', 'US'), UK: new JavaLocale('en', 'GB'),
            ROOT: new JavaLocale('')});

        const letters = /'([^']*)'|([A-Za-z])\2*/g;
        const signed = (minutes, colon) => `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}`
            + `${colon}${pad(Math.abs(minutes) % 60)}`;
        /// The text of a date whose fields are those that it has in UTC.
        const formatted = (date, pattern, words, offset, zone) => String(pattern).replace(letters, (part, quoted, letter) => {
            if (quoted !== undefined) return quoted === '' ? "'" : quoted;
            const number = value => pad(value, part.length);
            switch (letter) {
            case 'y': case 'u': case 'Y':
                return part.length === 2 ? pad(date.getUTCFullYear() % 100) : number(date.getUTCFullYear());
            case 'M': case 'L':
                return part.length > 3 ? words.longMonths[date.getUTCMonth()]
                    : part.length === 3 ? words.months[date.getUTCMonth()] : number(date.getUTCMonth() + 1);
            case 'd': return number(date.getUTCDate());
            case 'D': return number(Math.floor((date - RealDate.UTC(date.getUTCFullYear(), 0, 1)) / 86400000) + 1);
            case 'E': return (part.length > 3 ? words.longDays : words.days)[date.getUTCDay()];
            case 'e': return number(date.getUTCDay() || 7);
            case 'H': return number(date.getUTCHours());
            case 'h': return number(date.getUTCHours() % 12 || 12);
            case 'a': return date.getUTCHours() < 12 ? 'AM' : 'PM';
            case 'm': return number(date.getUTCMinutes());
            case 's': return number(date.getUTCSeconds());
            case 'S': return pad(date.getUTCMilliseconds(), 3).padEnd(part.length, '0').slice(0, Math.max(part.length, 3));
            case 'Z': return signed(offset, '');
            case 'X': case 'x':
                if (letter === 'X' && offset === 0) return 'Z';
                return part.length === 1 && offset % 60 === 0 ? signed(offset, '').slice(0, 3) : signed(offset, part.length === 3 ? ':' : '');
            case 'z': case 'V': return zone;
            default: throw javaError('java.lang.IllegalArgumentException', `Illegal pattern character '${letter}'`);
            }
        });
        /// The fields of a text, as the milliseconds that they are in UTC; undefined if it does not fit.
        const parsed = (pattern, text, words, isWhole) => {
            const fields = [];
            const quote = literal => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
            let source = '', end = 0;
            for (const found of String(pattern).matchAll(letters)) {
                source += quote(pattern.slice(end, found.index));
                end = found.index + found[0].length;
                if (found[1] !== undefined) { source += found[1] === '' ? "'" : quote(found[1]); continue; }
                fields.push(found[0]);
                source += /^[EaZXxz]|^MMM/.test(found[0]) ? '([\\p{L}.+\\-:0-9]+)' : found[0].length === 1 ? '(\\d+)'
                    : isWhole ? `(\\d{${found[0].length}})` : `(\\d{1,${Math.max(found[0].length, 2)}})`;
            }
            source += quote(pattern.slice(end));
            const found = new RegExp(`^${source}${isWhole ? '$' : ''}`, 'u').exec(text);
            if (!found) return undefined;
            const value = {y: 1970, M: 1, d: 1, H: 0, m: 0, s: 0, S: 0};
            for (const [index, field] of fields.entries()) {
                const part = found[index + 1];
                const letter = field[0] === 'u' || field[0] === 'Y' ? 'y' : field[0] === 'L' ? 'M' : field[0] === 'h' ? 'H' : field[0];
                if (letter === 'M' && field.length > 2) {
                    value.M = (field.length > 3 ? words.longMonths : words.months)
                        .findIndex(name => name.toLowerCase() === part.toLowerCase()) + 1;
                    if (value.M === 0) return undefined;
                } else if (letter === 'a') {
                    value.H = value.H % 12 + (/^p/i.test(part) ? 12 : 0);
                } else if (letter === 'Z' || letter === 'X' || letter === 'x') {
                    const zone = /^([+-])(\d\d):?(\d\d)?$/.exec(part);
                    if (!zone && part !== 'Z') return undefined;
                    value.offset = zone ? (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3] ?? 0)) : 0;
                } else if (letter in value) {
                    value[letter] = Number(part) + (letter === 'y' && field.length === 2 ? 2000 : 0);
                }
            }
            return {...value, millis: RealDate.UTC(value.y, value.M - 1, value.d, value.H, value.m, value.s, value.S)};
        };
        class JavaFormatter {
            constructor(pattern, locale) {
                hidden(this, {pattern: String(pattern), words: languages[locale?.language] ?? languages.en});
            }
            static ofPattern(pattern, locale) { return new JavaFormatter(pattern, locale); }
            withLocale(locale) { return new JavaFormatter(this.pattern, locale); }
            withZone(zone) { return new ZonedFormatter(this, zone); }
            setLenient() {}
            setTimeZone() {}
            toPattern() { return this.pattern; }
            parse(text) {
                const found = parsed(this.pattern, String(text), this.words, false);
                if (!found) throw javaError('java.text.ParseException', `Unparseable date: "${text}"`);
                return new JavaDate(found.offset === undefined
                    ? new RealDate(found.y, found.M - 1, found.d, found.H, found.m, found.s, found.S).getTime()
                    : found.millis - found.offset * 60000);
            }
            /// The fields of a whole text, for the classes of `java.time`.
            millisOf(text) {
                const found = parsed(this.pattern, String(text), this.words, true);
                if (!found || found.M < 1 || found.M > 12 || found.d < 1 || found.d > 31) throw timeError(text);
                // The last day of a month stands for those after it.
                const last = new RealDate(RealDate.UTC(found.y, found.M, 0)).getUTCDate();
                return found.millis - Math.max(0, found.d - last) * 86400000;
            }
            format(value) {
                if (value instanceof RealDate || typeof value === 'number') {
                    const date = new RealDate(+value), offset = -date.getTimezoneOffset();
                    return formatted(new RealDate(+date + offset * 60000), this.pattern, this.words, offset, zoneName(date));
                }
                return formatted(
                    new RealDate(value.millis), this.pattern, this.words, (value.offset ?? 0) / 60000, String(value.zone ?? 'UTC'));
            }
        }
        class ZonedFormatter extends JavaFormatter {
            constructor(other, zone) { super(other.pattern); hidden(this, {words: other.words, zone}); }
            format(value) { return super.format(value.zone ? value : (value.atZone ?? value.toInstant)(this.zone)); }
        }
        class PlainFormatter extends JavaFormatter {
            constructor(pattern, write) { super(pattern); hidden(this, {write}); }
            format(value) { return this.write(value); }
        }
        const localText = value => withSeconds(new RealDate(value.millis).toISOString().slice(0, -1));
        const withSeconds = text => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
        const offsetText = value => value.offset === undefined || value.offset === 0 ? 'Z' : signed(value.offset / 60000, ':');
        Object.assign(JavaFormatter, {
            ISO_DATE: new JavaFormatter('yyyy-MM-dd'), ISO_LOCAL_DATE: new JavaFormatter('yyyy-MM-dd'),
            BASIC_ISO_DATE: new JavaFormatter('yyyyMMdd'),
            ISO_LOCAL_TIME: new PlainFormatter('HH:mm:ss', value => localText(value).slice(11)),
            ISO_LOCAL_DATE_TIME: new PlainFormatter("yyyy-MM-dd'T'HH:mm:ss", localText),
            ISO_DATE_TIME: new PlainFormatter("yyyy-MM-dd'T'HH:mm:ss", value => localText(value)
                + (value.offset === undefined ? '' : offsetText(value) + (/^[A-Z]{2}/i.test(value.zone) ? `[${value.zone}]` : ''))),
            ISO_OFFSET_DATE_TIME: new PlainFormatter("yyyy-MM-dd'T'HH:mm:ssXXX", value => localText(value) + offsetText(value)),
            ISO_INSTANT: new PlainFormatter("yyyy-MM-dd'T'HH:mm:ss'Z'", value => localText({millis: value.instant ?? value.millis}) + 'Z'),
        });
        return {JavaFormatter, JavaLocale};
        };
        """#
}
