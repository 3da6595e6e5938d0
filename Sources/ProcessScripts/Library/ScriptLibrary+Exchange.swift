extension ScriptLibrary {
    /// How a script is begun and what is told of its end.
    static let exchange = #"""
        const offerVariable = (scope, name) => {
            if (name in global) return;
            const {variables} = placeOf(scope, name);
            Object.defineProperty(global, name, {
                get: () => variables.first(name),
                set: value => Object.defineProperty(global, name, {
                    value, writable: true, enumerable: false, configurable: true}),
                enumerable: false, configurable: true});
        };
        const offerObject = (name, value) => Object.defineProperty(global, name, {
            value, writable: true, enumerable: false, configurable: true});

        // A cell or expression of a decision sees variables and belongs to no execution.
        const beginDecision = forms => {
            const variables = new Variables(forms);
            const scope = new VariableScope('decision', {id: '', properties: {}, variables, outer: null});
            offerObject('variableContext', {
                resolve: name => variables.has(name) ? typed(variables.first(name)) : null,
                containsVariable: name => variables.has(name),
                keySet: () => collections().JavaList.of('java.util.HashSet', variables.names())});
            for (const name of variables.names()) offerVariable(scope, name);
        };
        const begin = text => {
            const input = JSON.parse(text);
            if (input === null) return;
            instant = input.now;
            if (input.decision) return beginDecision(input.decision);
            readScopes(input);
            const execution = executionOf(input.execution);
            const scope = taskState?.object ?? execution;
            offerObject('execution', execution);
            if (taskState) offerObject('task', taskState.object);
            if (input.connector) {
                const state = {
                    id: input.execution, properties: {}, variables: new Variables(input.connector), outer: scope.state};
                const connector = new ConnectorScope('connector', state);
                offerObject('connector', connector);
                for (const name of state.variables.names()) offerVariable(connector, name);
            }
            for (const name of visibleNames(scope)) offerVariable(scope, name);
            if (input.answers) offerBeans(input);
        };

        const written = () => {
            // Objects of variables that were changed in place are written back.
            for (const [bean, states] of [['execution', [...scopes.values()]], ['task', taskState ? [taskState] : []]]) {
                for (const state of states) {
                    for (const name of state.variables.changed()) {
                        writes.push({bean, id: state.id, method: 'setVariableLocal',
                            given: [name, {value: state.variables.get(name)}]});
                    }
                }
            }
            return writes.map(({bean, id, method, given}) => [bean, id, method,
                ...given.map(each => isObject(each) ? 'encoded' in each ? each.encoded : encode(each.value) : each)]);
        };
        const answer = outcome => JSON.stringify({...outcome, writes: written(), printed});
        const finish = value => {
            if (beanCall.asked) return beanCall.asked;
            try {
                return answer({value: encode(value)});
            } catch (error) {
                return fail(error);
            }
        };
        const fail = error => {
            // What a script does after its call of a bean is not what it will do with the answer.
            if (beanCall.asked) return beanCall.asked;
            let outcome;
            if (error instanceof BpmnError) outcome = {code: error.errorCode, message: error.given};
            else if (error instanceof JavaException) outcome = {class: error.className, message: error.toString()};
            else {
                let text;
                try {
                    text = isObject(error) && !(error instanceof Error) ? JSON.stringify(plain(error)) : String(error);
                } catch (unreadable) {
                    text = 'an exception without text';
                }
                outcome = {class: 'org.graalvm.polyglot.PolyglotException', message: text};
            }
            // A line of this library would tell the author nothing.
            if (error instanceof Error && error.sourceURL && !(error instanceof BpmnError)) outcome.line = error.line;
            try {
                return answer(outcome);
            } catch (unwritable) {
                return JSON.stringify({...outcome, writes: [], printed});
            }
        };
        return {begin, finish, fail};
        """#
}
