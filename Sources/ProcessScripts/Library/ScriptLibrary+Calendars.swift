extension ScriptLibrary {
    /// `java.util.Calendar`.
    static let calendars = #"""
        /// Calendars, which models used before `java.time`.
        const calendars = JavaDate => {
        const dayMillis = 86400000;
        class JavaCalendar {
            constructor(...given) {
                hidden(this, {date: given.length === 0 ? new RealDate(nowMillis()) : new RealDate(...given)});
            }
            static getInstance() { return new JavaCalendar(); }
            getTime() { return new JavaDate(+this.date); }
            setTime(date) { this.date = new RealDate(+date); }
            getTimeInMillis() { return longOf(+this.date); }
            setTimeInMillis(millis) { this.date = new RealDate(millis); }
            get(field) {
                const {read} = fieldOf(field);
                return read(this.date);
            }
            set(...given) {
                if (given.length === 2) {
                    const {read, add} = fieldOf(given[0]);
                    add(this.date, given[1] - read(this.date));
                } else {
                    const [year, month, day, hour = this.get(11), minute = this.get(12), second = this.get(13)] = given;
                    this.date = new RealDate(year, month, day, hour, minute, second, this.get(14));
                }
            }
            add(field, count) { fieldOf(field).add(this.date, count); }
            getActualMaximum(field) {
                return field === 5 ? new RealDate(this.get(1), this.get(2) + 1, 0).getDate() : notHere('getActualMaximum()');
            }
            before(other) { return +this.date < +other.date; }
            after(other) { return +this.date > +other.date; }
            compareTo(other) { return Math.sign(+this.date - +other.date); }
        }
        const addMonths = (date, count) => {
            const day = date.getDate();
            date.setDate(1);
            date.setMonth(date.getMonth() + count);
            date.setDate(Math.min(day, new RealDate(date.getFullYear(), date.getMonth() + 1, 0).getDate()));
        };
        const addDays = (date, count) => date.setDate(date.getDate() + count);
        const calendarFields = {
            YEAR: [1, date => date.getFullYear(), (date, count) => addMonths(date, count * 12)],
            MONTH: [2, date => date.getMonth(), addMonths],
            WEEK_OF_YEAR: [3, () => notHere('WEEK_OF_YEAR'), (date, count) => addDays(date, count * 7)],
            DATE: [5, date => date.getDate(), addDays],
            DAY_OF_MONTH: [5, date => date.getDate(), addDays],
            DAY_OF_YEAR: [6, date => Math.round((new RealDate(date).setHours(0, 0, 0, 0)
                - new RealDate(date.getFullYear(), 0, 1)) / dayMillis) + 1, addDays],
            DAY_OF_WEEK: [7, date => date.getDay() + 1, addDays],
            HOUR: [10, date => date.getHours() % 12, (date, count) => date.setTime(+date + count * 3600000)],
            HOUR_OF_DAY: [11, date => date.getHours(), (date, count) => date.setTime(+date + count * 3600000)],
            MINUTE: [12, date => date.getMinutes(), (date, count) => date.setTime(+date + count * 60000)],
            SECOND: [13, date => date.getSeconds(), (date, count) => date.setTime(+date + count * 1000)],
            MILLISECOND: [14, date => date.getMilliseconds(), (date, count) => date.setTime(+date + count)],
        };
        const fieldOf = number => {
            const found = Object.values(calendarFields).find(([each]) => each === number);
            return found ? {read: found[1], add: found[2]} : notHere(`Calendar field ${number}`);
        };
        for (const name of Object.keys(calendarFields)) JavaCalendar[name] = calendarFields[name][0];
        ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'].forEach((name, index) => {
            JavaCalendar[name] = index + 1;
        });
        ['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST',
            'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'].forEach((name, index) => { JavaCalendar[name] = index; });

        return JavaCalendar;
        };
        """#
}
