extension ScriptLibrary {
    /// Beans: a call ends the script, which is run again from its start once the answer is known.
    static let beans = #"""
        const beanCall = {answers: [], asked: null};
        /// Classes that the registry has, by their names.
        let registeredClasses = new Map();
        /// What is told before a call was done when it was answered, and is not told again.
        const forgetWritten = () => {
            writes.length = 0;
            printed.length = 0;
            for (const state of [...scopes.values(), ...(taskState ? [taskState] : [])]) {
                for (const name of state.variables.changed()) {
                    state.variables.forms.set(name, encode(state.variables.get(name)));
                }
            }
        };
        const givenToBean = value => {
            if (isObject(value) && value[kind] === 'scope') return value.state.id;
            return typeof value === 'function' && value[beanName] ? value[beanName] : encode(value);
        };
        const callBean = (bean, method, given) => {
            const answer = beanCall.answers.shift();
            if (!answer) {
                beanCall.asked ??= JSON.stringify({
                    call: [bean, method, given.map(givenToBean)], writes: written(), printed});
                throw javaError('java.lang.Error', `${bean}.${method} is asked`);
            }
            forgetWritten();
            for (const [id, name, ...form] of answer.changes) {
                const state = taskState?.id === id ? taskState : scopes.get(id);
                if (!state) continue;
                state.variables.delete(name);
                if (form.length > 0) state.variables.forms.set(name, form[0]);
            }
            if ('value' in answer) return decode(answer.value);
            if ('code' in answer) throw new BpmnError(answer.code, answer.message);
            throw javaError(answer.class, answer.message);
        };
        const beanName = Symbol('bean');
        /// A bean, or a class, whose every member is a method.
        const beanOf = name => new Proxy(function () {}, {
            get(target, member) {
                if (member === beanName) return name;
                if (typeof member !== 'string') return member === Symbol.toPrimitive ? () => name : undefined;
                if (member === 'toString' || member === 'toJSON') return () => name;
                return (...given) => callBean(name, member, given);
            },
            construct: () => beanOf(name),
            apply() { throw new TypeError(`${name} is a bean, not a function`); },
        });
        /// Random numbers that follow from a text.
        const randomFrom = text => {
            let state = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef];
            const mix = value => {
                for (let at = 0; at < 4; at++) {
                    state[at] = Math.imul(state[at] ^ value ^ (state[(at + 3) & 3] >>> 15), 0x85ebca6b + 2 * at);
                }
            };
            for (const character of text) mix(character.codePointAt(0));
            const word = () => {
                const next = state[3] ^ state[3] << 11;
                state = [state[0] ^ state[0] >>> 19 ^ next ^ next >>> 8, state[0], state[1], state[2]];
                return state[0] >>> 0;
            };
            for (let round = 0; round < 16; round++) word();
            return () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
        };
        const offerBeans = input => {
            beanCall.answers = [...input.answers];
            Math.random = randomFrom(input.seed);
            for (const name of input.beans) {
                if (!(name in global)) offerObject(name, beanOf(name));
            }
            registeredClasses = new Map(input.classes.map(name => [name, beanOf(name)]));
        };
        """#
}
