extension ScriptLibrary {
    /// What models use of `java.time` beside dates and instants: zones, periods, durations.
    static let moreTime = #"""
        /// Zones, periods, durations, and what else models use of `java.time`; and calendars.
        const extendTime = time => {
        const {JavaDate, JavaLocal, JavaLocalDate, JavaLocalDateTime, JavaInstant, units, shiftMonths, timeError, pad} = time;
        const dayMillis = 86400000;
        const numberError = message => javaError('java.time.DateTimeException', message);

        class JavaEnum {
            constructor(name, value, names) { hidden(this, {enumName: name, value, names}); }
            name() { return this.enumName; }
            getValue() { return this.value; }
            ordinal() { return this.value - 1; }
            plus(count) { return this.names.at((this.value - 1 + count) % this.names.length); }
            minus(count) { return this.plus(-(count % this.names.length)); }
            compareTo(other) { return this.value - other.value; }
            equals(other) { return this === other; }
            toString() { return this.enumName; }
            toJSON() { return this.enumName; }
        }
        const enumOf = names => {
            const all = [];
            names.forEach((name, index) => all.push(new JavaEnum(name, index + 1, all)));
            const found = all.reduce((made, each) => Object.assign(made, {[each.enumName]: each}), {});
            return Object.assign(found, {
                of(value) {
                    if (!all[value - 1]) throw numberError(`Invalid value: ${value}`);
                    return all[value - 1];
                },
                valueOf(name) {
                    if (name === undefined) return NaN;
                    if (!Object.hasOwn(found, name)) throw javaError('java.lang.IllegalArgumentException', `No enum constant ${name}`);
                    return found[name];
                },
                values: () => collections().JavaList.of('java.util.ArrayList', all),
            });
        };
        const weekdays = enumOf(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']);
        const months = enumOf(['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST',
            'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER']);

        // Amounts of time.
        class JavaPeriod {
            constructor(years, months, days) { hidden(this, {years, months, days}); }
            static of(years, months, days) { return new JavaPeriod(years, months, days); }
            static ofYears(count) { return new JavaPeriod(count, 0, 0); }
            static ofMonths(count) { return new JavaPeriod(0, count, 0); }
            static ofWeeks(count) { return new JavaPeriod(0, 0, count * 7); }
            static ofDays(count) { return new JavaPeriod(0, 0, count); }
            static parse(text) {
                const found = /^([+-]?)P(?:([+-]?\d+)Y)?(?:([+-]?\d+)M)?(?:([+-]?\d+)W)?(?:([+-]?\d+)D)?$/i.exec(String(text));
                if (!found || found.slice(2).every(part => part === undefined)) throw timeError(text);
                const [years, months, weeks, days] = found.slice(2).map(part => Number(part ?? 0) * (found[1] === '-' ? -1 : 1));
                return new JavaPeriod(years, months, weeks * 7 + days);
            }
            static between(from, to) {
                const one = new RealDate(from.millis), other = new RealDate(to.millis);
                let months = (other.getUTCFullYear() - one.getUTCFullYear()) * 12 + other.getUTCMonth() - one.getUTCMonth();
                let days = other.getUTCDate() - one.getUTCDate();
                if (months > 0 && days < 0) {
                    months -= 1;
                    days = Math.round((to.millis - shiftMonths(from.millis, months)) / dayMillis);
                } else if (months < 0 && days > 0) {
                    months += 1;
                    days -= to.lengthOfMonth();
                }
                return new JavaPeriod(Math.trunc(months / 12), months % 12, days);
            }
            getYears() { return this.years; }
            getMonths() { return this.months; }
            getDays() { return this.days; }
            toTotalMonths() { return longOf(this.years * 12 + this.months); }
            plusYears(count) { return new JavaPeriod(this.years + count, this.months, this.days); }
            plusMonths(count) { return new JavaPeriod(this.years, this.months + count, this.days); }
            plusDays(count) { return new JavaPeriod(this.years, this.months, this.days + count); }
            isZero() { return this.years === 0 && this.months === 0 && this.days === 0; }
            isNegative() { return this.years < 0 || this.months < 0 || this.days < 0; }
            negated() { return new JavaPeriod(-this.years, -this.months, -this.days); }
            equals(other) { return other instanceof JavaPeriod && this.toString() === other.toString(); }
            shifted(millis, sign) {
                return shiftMonths(millis, sign * (this.years * 12 + this.months)) + sign * this.days * dayMillis;
            }
            toJSON() { return this.toString(); }
            toString() {
                return this.isZero() ? 'P0D' : 'P' + [[this.years, 'Y'], [this.months, 'M'], [this.days, 'D']]
                    .map(([count, letter]) => count === 0 ? '' : count + letter).join('');
            }
        }
        JavaPeriod.ZERO = new JavaPeriod(0, 0, 0);
        class JavaDuration {
            constructor(millis) { hidden(this, {millis}); }
            static ofSeconds(count) { return new JavaDuration(count * 1000); }
            static ofMillis(count) { return new JavaDuration(count); }
            static parse(text) {
                const found = /^([+-]?)P(?:([+-]?\d+)D)?(?:T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+(?:\.\d+)?)S)?)?$/i.exec(String(text));
                if (!found || found.slice(2).every(part => part === undefined)) throw timeError(text);
                const [days, hours, minutes, seconds] = found.slice(2).map(part => Number(part ?? 0));
                return new JavaDuration((found[1] === '-' ? -1 : 1)
                    * Math.round(days * dayMillis + hours * 3600000 + minutes * 60000 + seconds * 1000));
            }
            static between(from, to) { return new JavaDuration(instantOf(to) - instantOf(from)); }
            toMillis() { return longOf(this.millis); }
            getSeconds() { return longOf(Math.floor(this.millis / 1000)); }
            plus(other) { return new JavaDuration(this.millis + other.millis); }
            minus(other) { return new JavaDuration(this.millis - other.millis); }
            multipliedBy(count) { return new JavaDuration(this.millis * count); }
            negated() { return new JavaDuration(-this.millis); }
            abs() { return new JavaDuration(Math.abs(this.millis)); }
            isZero() { return this.millis === 0; }
            isNegative() { return this.millis < 0; }
            compareTo(other) { return Math.sign(this.millis - other.millis); }
            equals(other) { return other instanceof JavaDuration && this.millis === other.millis; }
            shifted(millis, sign) { return millis + sign * this.millis; }
            toJSON() { return this.millis / 1000; }
            toString() {
                if (this.millis === 0) return 'PT0S';
                const hours = Math.trunc(this.millis / 3600000), minutes = Math.trunc(this.millis % 3600000 / 60000);
                const seconds = this.millis % 60000 / 1000;
                return `PT${hours ? hours + 'H' : ''}${minutes ? minutes + 'M' : ''}${seconds ? seconds + 'S' : ''}`;
            }
        }
        JavaDuration.ZERO = new JavaDuration(0);
        for (const unit of ['Days', 'Hours', 'Minutes']) {
            JavaDuration[`of${unit}`] = count => new JavaDuration(count * units[unit]);
        }
        for (const unit of ['Days', 'Hours', 'Minutes', 'Seconds']) {
            hidden(JavaDuration.prototype, {
                [`to${unit}`]() { return longOf(Math.trunc(this.millis / units[unit])); },
                [`plus${unit}`](count) { return new JavaDuration(this.millis + count * units[unit]); },
                [`minus${unit}`](count) { return new JavaDuration(this.millis - count * units[unit]); },
            });
        }

        // Zones: their offsets are those that the machine knows.
        class JavaZone {
            constructor(id, fixed) { hidden(this, {id, fixed}); }
            static of(id) {
                const found = /^(?:(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d\d))?)$/.exec(id);
                if (found) {
                    const fixed = (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3] ?? 0)) * 60000;
                    return new JavaZone(/^[A-Z]/.test(id) ? id : offsetText(fixed), fixed);
                }
                if (/^(Z|UTC|GMT|UT)$/.test(id)) return new JavaZone(id, 0);
                try {
                    new Intl.DateTimeFormat('en-US', {timeZone: id});
                } catch (error) {
                    throw javaError('java.time.zone.ZoneRulesException', `Unknown time-zone ID: ${id}`);
                }
                return new JavaZone(String(id), undefined);
            }
            static systemDefault() { return new JavaZone('', undefined); }
            static ofHours(hours) { return JavaZone.of(`${hours < 0 ? '-' : '+'}${pad(Math.abs(hours))}`); }
            getId() {
                return this.id === '' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : this.id;
            }
            offsetAt(instant) {
                if (this.fixed !== undefined) return this.fixed;
                if (this.id === '') return -new RealDate(instant).getTimezoneOffset() * 60000;
                const parts = {};
                for (const {type, value} of new Intl.DateTimeFormat('en-US', {
                    timeZone: this.id, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
                    hour: 'numeric', minute: 'numeric', second: 'numeric'}).formatToParts(instant)) {
                    parts[type] = Number(value);
                }
                return RealDate.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second)
                    - Math.floor(instant / 1000) * 1000;
            }
            /// The instant of a local time: the earlier one where there are two, later by the gap where there is none.
            instantOf(local) {
                const before = this.offsetAt(local - dayMillis), after = this.offsetAt(local + dayMillis);
                if (before === after || this.offsetAt(local - before) === before) return local - before;
                return this.offsetAt(local - after) === after ? local - after : local - before;
            }
            equals(other) { return other instanceof JavaZone && this.getId() === other.getId(); }
            toJSON() { return this.toString(); }
            toString() { return this.getId(); }
        }
        const offsetText = offset => offset === 0 ? 'Z'
            : `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 3600000))}:${pad(Math.abs(offset) / 60000 % 60)}`;
        const instantOf = value => value instanceof RealDate ? +value : value.instant ?? value.millis;

        /// A date and time in a zone, and with an offset.
        class JavaZoned extends JavaLocal {
            constructor(instant, zone) {
                super(instant + zone.offsetAt(instant));
                hidden(this, {instant, zone, offset: this.millis - instant});
            }
            static now(zone) { return new this(nowMillis(), zone ?? JavaZone.systemDefault()); }
            static ofInstant(instant, zone) { return new this(instant.millis, zone); }
            static of(...given) {
                const zone = given.pop();
                if (given.length < 3) {
                    return new this(zone.instantOf(given[0].millis + (given[1]?.millis ?? 0)), zone);
                }
                const [year, month, day, hour = 0, minute = 0, second = 0, nano = 0] = given;
                return new this(zone.instantOf(RealDate.UTC(
                    year, (month.value ?? month) - 1, day, hour, minute, second, Math.floor(nano / 1e6))), zone);
            }
            static parse(text) {
                const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)(?:\[([^\]]+)\])?$/.exec(String(text));
                if (!found) throw timeError(text);
                return new this(RealDate.parse(found[1] + found[2]), JavaZone.of(found[3] ?? found[2]));
            }
            at(millis, isTime) {
                return new this.constructor(
                    isTime ? this.instant + millis - this.millis : this.zone.instantOf(millis), this.zone);
            }
            toInstant() { return new JavaInstant(this.instant); }
            toEpochSecond() { return longOf(Math.floor(this.instant / 1000)); }
            getZone() { return this.zone; }
            getOffset() { return JavaZone.of(offsetText(this.offset)); }
            withZoneSameInstant(zone) { return new this.constructor(this.instant, zone); }
            withOffsetSameInstant(zone) { return new this.constructor(this.instant, zone); }
            toOffsetDateTime() { return new JavaOffset(this.instant, this.getOffset()); }
            toZonedDateTime() { return new JavaZoned(this.instant, this.zone); }
            atZoneSameInstant(zone) { return new JavaZoned(this.instant, zone); }
            isBefore(other) { return this.instant < other.instant; }
            isAfter(other) { return this.instant > other.instant; }
            isEqual(other) { return this.instant === other.instant; }
            compareTo(other) { return Math.sign(this.instant - other.instant); }
            toString() {
                const region = this instanceof JavaOffset || this.zone.fixed !== undefined && !/^[A-Z]{2}/.test(this.zone.id)
                    ? '' : `[${this.zone}]`;
                return new JavaLocalDateTime(this.millis).toString() + offsetText(this.offset) + region;
            }
        }
        class JavaOffset extends JavaZoned {}
        class JavaLocalTime extends JavaLocal {
            constructor(millis) { super((millis % dayMillis + dayMillis) % dayMillis); }
            static now() { return new JavaLocalTime(time.localNow()); }
            static of(hour, minute, second = 0) { return new JavaLocalTime(hour * 3600000 + minute * 60000 + second * 1000); }
            static parse(text, formatter) {
                return new JavaLocalTime(formatter ? formatter.millisOf(text)
                    : JavaLocalDateTime.parse(`1970-01-01T${text}`).millis);
            }
            atDate(date) { return new JavaLocalDateTime(date.millis + this.millis); }
            toString() { return new JavaLocalDateTime(this.millis).toString().slice(11); }
        }
        JavaLocalTime.MIDNIGHT = new JavaLocalTime(0);
        JavaLocalTime.NOON = new JavaLocalTime(dayMillis / 2);
        class JavaYearMonth extends JavaLocal {
            static now() { return JavaYearMonth.from(JavaLocalDate.now()); }
            static of(year, month) { return JavaYearMonth.from(JavaLocalDate.of(year, month, 1)); }
            static from(date) { return new JavaYearMonth(date.withDayOfMonth(1).millis); }
            static parse(text) { return JavaYearMonth.from(JavaLocalDate.parse(`${text}-01`)); }
            atDay(number) { return new JavaLocalDate(this.millis).withDayOfMonth(number); }
            atEndOfMonth() { return this.atDay(this.lengthOfMonth()); }
            toString() { return new RealDate(this.millis).toISOString().slice(0, 7); }
        }
        const isLeap = year => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
        class JavaYear {
            constructor(year) { hidden(this, {year}); }
            static of(year) { return new JavaYear(year); }
            static now() { return new JavaYear(JavaLocalDate.now().getYear()); }
            static isLeap(year) { return isLeap(year); }
            getValue() { return this.year; }
            isLeap() { return isLeap(this.year); }
            length() { return isLeap(this.year) ? 366 : 365; }
            atDay(number) { return JavaLocalDate.of(this.year, 1, 1).plusDays(number - 1); }
            toString() { return String(this.year); }
        }

        // What dates and times have beside their fields.
        const withField = (date, year, month, day) => {
            const last = new RealDate(RealDate.UTC(year, month, 0)).getUTCDate();
            if (day < 1 || day > 31 || month < 1 || month > 12) throw numberError(`Invalid date: ${year}-${month}-${day}`);
            return date.at(RealDate.UTC(year, month - 1, Math.min(day, last)) + ((date.millis % dayMillis) + dayMillis) % dayMillis);
        };
        const shift = (date, amount, unit, sign) => unit
            ? date.at(unit.shifted(date.millis, sign * amount), unit.isTime)
            : date.at(amount.shifted(date.millis, sign), amount instanceof JavaDuration);
        hidden(JavaLocal.prototype, {
            getDayOfWeek() { return weekdays.of(new RealDate(this.millis).getUTCDay() || 7); },
            getMonth() { return months.of(this.getMonthValue()); },
            getDayOfYear() { return Math.floor((this.millis - RealDate.UTC(this.getYear(), 0, 1)) / dayMillis) + 1; },
            getHour() { return new RealDate(this.millis).getUTCHours(); },
            getMinute() { return new RealDate(this.millis).getUTCMinutes(); },
            getSecond() { return new RealDate(this.millis).getUTCSeconds(); },
            getNano() { return new RealDate(this.millis).getUTCMilliseconds() * 1000000; },
            lengthOfMonth() { return new RealDate(RealDate.UTC(this.getYear(), this.getMonthValue(), 0)).getUTCDate(); },
            lengthOfYear() { return isLeap(this.getYear()) ? 366 : 365; },
            isLeapYear() { return isLeap(this.getYear()); },
            withDayOfMonth(day) { return withField(this, this.getYear(), this.getMonthValue(), day); },
            withMonth(month) { return withField(this, this.getYear(), month, this.getDayOfMonth()); },
            withYear(year) { return withField(this, year, this.getMonthValue(), this.getDayOfMonth()); },
            withDayOfYear(day) { return withField(this, this.getYear(), 1, 1).plusDays(day - 1); },
            withHour(hour) { return this.at(this.millis + (hour - this.getHour()) * 3600000); },
            withMinute(minute) { return this.at(this.millis + (minute - this.getMinute()) * 60000); },
            withSecond(second) { return this.at(this.millis + (second - this.getSecond()) * 1000); },
            with(adjuster) { return adjuster(this); },
            plus(amount, unit) { return shift(this, amount, unit, 1); },
            minus(amount, unit) { return shift(this, amount, unit, -1); },
            until(other, unit) { return unit ? unit.between(this, other) : JavaPeriod.between(this, other); },
            truncatedTo(unit) { return this.at(Math.floor(this.millis / unit.millis) * unit.millis); },
            toLocalTime() { return new JavaLocalTime(this.millis); },
            toLocalDateTime() { return new JavaLocalDateTime(this.millis); },
            toEpochDay() { return longOf(Math.floor(this.millis / dayMillis)); },
            atZone(zone) { return new JavaZoned(zone.instantOf(this.millis), zone); },
            atOffset(zone) { return new JavaOffset(zone.instantOf(this.millis), zone); },
        });
        hidden(JavaInstant.prototype, {
            atZone(zone) { return new JavaZoned(this.millis, zone); },
            atOffset(zone) { return new JavaOffset(this.millis, zone); },
        });
        hidden(JavaLocalDate.prototype, {
            atStartOfDay(zone) { return zone ? this.atZone(zone) : new JavaLocalDateTime(this.millis); },
            atTime(hour, minute, second = 0) {
                return new JavaLocalDateTime(this.millis
                    + (hour instanceof JavaLocalTime ? hour.millis : JavaLocalTime.of(hour, minute, second).millis));
            },
        });
        JavaLocalDate.ofEpochDay = day => new JavaLocalDate(day * dayMillis);
        JavaLocalDate.ofInstant = (instant, zone) => new JavaZoned(instant.millis, zone).toLocalDate();
        JavaLocalDate.EPOCH = new JavaLocalDate(0);
        JavaLocalDateTime.ofInstant = (instant, zone) => new JavaZoned(instant.millis, zone).toLocalDateTime();
        JavaInstant.EPOCH = new JavaInstant(0);
        JavaDate.from = value => new JavaDate(instantOf(value));

        const weekday = date => new RealDate(date.millis).getUTCDay() || 7;
        const adjusters = {
            firstDayOfMonth: () => date => date.withDayOfMonth(1),
            lastDayOfMonth: () => date => date.withDayOfMonth(date.lengthOfMonth()),
            firstDayOfNextMonth: () => date => date.withDayOfMonth(1).plusMonths(1),
            firstDayOfYear: () => date => date.withDayOfYear(1),
            lastDayOfYear: () => date => date.withDayOfYear(date.lengthOfYear()),
            firstDayOfNextYear: () => date => date.withDayOfYear(1).plusYears(1),
            next: day => date => date.plusDays((day.value - weekday(date) + 6) % 7 + 1),
            nextOrSame: day => date => date.plusDays((day.value - weekday(date) + 7) % 7),
            previous: day => date => date.minusDays((weekday(date) - day.value + 6) % 7 + 1),
            previousOrSame: day => date => date.minusDays((weekday(date) - day.value + 7) % 7),
        };

        const JavaCalendar = calendars(JavaDate);
        return {
            'java.time.DayOfWeek': weekdays,
            'java.time.Month': months,
            'java.time.Period': JavaPeriod,
            'java.time.Duration': JavaDuration,
            'java.time.ZoneId': JavaZone,
            'java.time.ZoneOffset': Object.assign(Object.create(JavaZone), {UTC: new JavaZone('Z', 0)}),
            'java.time.ZonedDateTime': JavaZoned,
            'java.time.OffsetDateTime': JavaOffset,
            'java.time.LocalTime': JavaLocalTime,
            'java.time.YearMonth': JavaYearMonth,
            'java.time.Year': JavaYear,
            'java.time.temporal.TemporalAdjusters': adjusters,
            'java.util.Calendar': JavaCalendar,
            'java.util.GregorianCalendar': JavaCalendar,
        };
        };
        """#
}
