extension ScriptLibrary {
    /// `execution` and `task`: what they read is a copy, what they write is noted in order.
    static let executions = #"""
        const writes = [];
        let scopes = new Map();
        let taskState = null;

        const isAsGiven = (value, form) => {
            // Of Json variables the reference does not write changes in place back.
            if (form.t !== 'Object' || value[kind] === 'opaque') return true;
            return JSON.stringify(plain(value)) === JSON.stringify(JSON.parse(form.v));
        };
        /// Variables of one place: decoded when they are first read.
        class Variables {
            constructor(forms) {
                this.given = forms ?? {};
                this.forms = new Map(Object.entries(this.given));
                this.values = new Map();
            }
            has(name) { return this.values.has(name) || this.forms.has(name); }
            get(name) {
                if (!this.values.has(name) && this.forms.has(name)) this.values.set(name, decode(this.forms.get(name)));
                return this.values.get(name) ?? null;
            }
            /// The value at the start, which the variable's own name goes on meaning.
            first(name) { return this.forms.has(name) ? this.get(name) : decode(this.given[name]); }
            set(name, value) { this.forms.delete(name); this.values.set(name, value ?? null); }
            delete(name) { this.forms.delete(name); this.values.delete(name); }
            /// Names of objects that the script has changed in place.
            changed() {
                return [...this.values].filter(([name, value]) =>
                    isObject(value) && this.forms.has(name) && !isAsGiven(value, this.forms.get(name))).map(([name]) => name);
            }
            names() { return [...new Set([...this.forms.keys(), ...this.values.keys()])]; }
        }
        const named = name => {
            if (typeof name === 'string') return name;
            if (name === null || name === undefined) {
                throw javaError('org.operaton.bpm.engine.exception.NullValueException', 'variableName is null');
            }
            throw new TypeError(`invokeMember failed due to: Cannot convert '${String(name)}' to java.lang.String`);
        };
        const need = (given, counts, method) => {
            if (!counts.includes(given.length)) {
                throw new TypeError(`invokeMember (${method}) failed due to: Arity error - expected: ${counts.join(' or ')} actual: ${given.length}`);
            }
        };
        const note = (bean, id, method, ...given) => {
            // What is written to a connector is of its own, and gone with it.
            if (bean !== 'connector') writes.push({bean, id, method, given});
        };
        const mapOf = (names, value) => {
            const map = collections().javaValue({}, 'org.operaton.bpm.engine.impl.core.variable.VariableMapImpl');
            for (const name of names) map[name] = value(name);
            return map;
        };
        const typed = value => ({
            getValue: () => value,
            getObjectTypeName: () => encode(value)?.c ?? null,
            getValueSerialized: () => isObject(encode(value)) ? String(encode(value).v) : null,
            getFilename: () => value?.form?.v?.filename ?? null,
            getMimeType: () => value?.form?.v?.mimeType ?? null,
            getType: () => ({getName: () => {
                const form = encode(value);
                return (isObject(form) ? form.t : form === null ? 'null'
                    : typeof form === 'number' ? 'integer' : typeof form).toLowerCase();
            }}),
        });

        // The properties of a place, as the methods that Java has and as properties of the object.
        // Made when they are asked for: scripts ask for few.
        const propertyMethods = new Proxy({}, {
            get(target, name, scope) {
                if (typeof name !== 'string' || !scope.state) return undefined;
                const getter = /^get([A-Z].*)$/.exec(name);
                const property = getter ? getter[1][0].toLowerCase() + getter[1].slice(1) : name;
                if (!Object.hasOwn(scope.state.properties, property)) return undefined;
                return getter ? () => scope.property(property) : scope.property(property);
            },
        });

        // What executions and tasks have in common: a place with variables, inside another one.
        class VariableScope {
            constructor(bean, state) { hidden(this, {bean, state}); }
            get [kind]() { return 'scope'; }
            property(name) { return decode(this.state.properties[name] ?? null); }
            getVariable(...given) {
                need(given, [1], 'getVariable');
                if (given[0] === null) return null;
                const name = named(given[0]);
                return placeOf(this, name)?.variables.get(name) ?? null;
            }
            getVariableLocal(name) { return this.state.variables.get(named(name)); }
            getVariableTyped(name) { return this.hasVariable(name) ? typed(this.getVariable(name)) : null; }
            getVariableLocalTyped(name) { return this.hasVariableLocal(name) ? typed(this.getVariableLocal(name)) : null; }
            hasVariable(name) { return placeOf(this, named(name)) !== undefined; }
            hasVariableLocal(name) { return this.state.variables.has(named(name)); }
            hasVariables() { return visibleNames(this).length > 0; }
            hasVariablesLocal() { return this.state.variables.names().length > 0; }
            getVariableNames() {
                return collections().JavaList.of('java.util.HashSet', visibleNames(this));
            }
            getVariableNamesLocal() { return collections().JavaList.of('java.util.HashSet', this.state.variables.names()); }
            getVariables() { return mapOf(visibleNames(this), name => this.getVariable(name)); }
            getVariablesLocal() { return mapOf(this.state.variables.names(), name => this.getVariableLocal(name)); }
            getVariablesTyped() { return this.getVariables(); }
            setVariable(...given) {
                need(given, [2], 'setVariable');
                const name = named(given[0]);
                const places = placesFrom(this);
                setAt(this, placeOf(this, name) ?? places[places.length - 1], name, given[1], 'setVariable');
            }
            setVariableLocal(...given) {
                need(given, [2], 'setVariableLocal');
                setAt(this, this.state, named(given[0]), given[1], 'setVariableLocal');
            }
            setVariables(values) { for (const [name, value] of entriesOf(values)) this.setVariable(name, value); }
            setVariablesLocal(values) { for (const [name, value] of entriesOf(values)) this.setVariableLocal(name, value); }
            removeVariable(name) {
                placeOf(this, named(name))?.variables.delete(name);
                note(this.bean, this.state.id, 'removeVariable', {value: named(name)});
            }
            removeVariableLocal(name) {
                this.state.variables.delete(named(name));
                note(this.bean, this.state.id, 'removeVariableLocal', {value: named(name)});
            }
            removeVariables(names) { for (const name of names ?? this.getVariableNames()) this.removeVariable(name); }
            removeVariablesLocal(names) { for (const name of names ?? this.getVariableNamesLocal()) this.removeVariableLocal(name); }
            getProcessEngineServices() { notHere('getProcessEngineServices()'); }
            getProcessEngine() { notHere('getProcessEngine()'); }
            toString() { return `${this.bean} ${this.state.id}`; }
        }
        // What a connector is given and answers; it sees the variables around, and writes its own.
        class ConnectorScope extends VariableScope {
            setVariable(...given) {
                need(given, [2], 'setVariable');
                setAt(this, this.state, named(given[0]), given[1], 'setVariable');
            }
        }
        const placesFrom = scope => {
            const places = [];
            for (let state = scope.state; state; state = state.outer) places.push(state);
            return places;
        };
        const placeOf = (scope, name) => placesFrom(scope).find(state => state.variables.has(name));
        const visibleNames = scope => [...new Set(placesFrom(scope).flatMap(state => state.variables.names()))];
        const setAt = (scope, state, name, value, method) => {
            state.variables.set(name, value);
            note(scope.bean, scope.state.id, method, name, numbered(value));
        };
        // A number is noted with its kind, which arrays and later arithmetic would change.
        const numbered = value => typeof value === 'number' ? {encoded: encode(value)} : {value};
        Object.setPrototypeOf(VariableScope.prototype, propertyMethods);
        const element = properties => {
            const id = properties.currentActivityId ?? properties.taskDefinitionKey ?? properties.currentTransitionId;
            return {getId: () => id ?? null, getName: () => properties.currentActivityName ?? properties.name ?? null};
        };

        class JavaExecution extends VariableScope {
            isCanceled() { return this.property('canceled') === true; }
            getProcessInstance() { return executionOf(this.state.processInstance); }
            getParent() { return executionOf(this.state.parent); }
            getSuperExecution() { return executionOf(this.state.superExecution); }
            getBpmnModelElementInstance() { return element(this.state.properties); }
            setProcessBusinessKey(key) {
                for (const state of scopes.values()) {
                    if (state.processInstance === this.state.processInstance) state.properties.processBusinessKey = key;
                }
                note('execution', this.state.id, 'setProcessBusinessKey', {value: key});
            }
        }
        const executionOf = id => id === undefined || id === null ? null : scopes.get(id)?.object ?? null;

        const taskClass = once(() => {
        class JavaTask extends VariableScope {
            getExecution() { return executionOf(this.state.execution); }
            getBpmnModelElementInstance() { return element(this.state.properties); }
            getCaseInstanceId() { return null; }
            complete() { note('task', this.state.id, 'complete'); }
            addCandidateUsers(users) { for (const user of users) this.addCandidateUser(user); }
            addCandidateGroups(groups) { for (const group of groups) this.addCandidateGroup(group); }
            setFormKey() { notHere('setFormKey()'); }
        }
        /// A value as the property takes it: `80.0` is a whole number, a text is no date.
        const fit = (name, value, setter) => {
            const isFitting = name === 'priority' ? typeof value === 'number' && value === (value | 0)
                : /Date$/.test(name) ? value === null || value instanceof RealDate
                : value === null || typeof value === 'string';
            if (isFitting) return name === 'priority' ? value | 0 : value;
            throw new TypeError(`invokeMember (${setter}) failed due to: Cannot convert '${javaText(value)}'`);
        };
        const taskSetters = ['assignee', 'owner', 'name', 'description', 'priority', 'dueDate', 'followUpDate'];
        const taskLinks = ['addCandidateUser', 'addCandidateGroup', 'deleteCandidateUser', 'deleteCandidateGroup'];
        for (const name of taskSetters) {
            const setter = 'set' + name[0].toUpperCase() + name.slice(1);
            hidden(JavaTask.prototype, {[setter](value) {
                const fitting = fit(name, value ?? null, setter);
                this.state.properties[name] = encode(fitting);
                note('task', this.state.id, setter, {value: fitting});
            }});
        }
        for (const name of taskLinks) {
            hidden(JavaTask.prototype, {[name](value) { note('task', this.state.id, name, {value}); }});
        }
        return JavaTask;
        });

        const readScopes = input => {
            for (const form of input.executions) {
                scopes.set(form.properties.id, {
                    id: form.properties.id, parent: form.parent, processInstance: form.processInstance,
                    superExecution: form.superExecution, properties: form.properties,
                    variables: new Variables(form.variables)});
            }
            for (const state of scopes.values()) {
                state.outer = scopes.get(state.parent) ?? null;
                state.object = new JavaExecution('execution', state);
            }
            if (!input.task) return;
            taskState = {
                id: input.task.properties.id, properties: input.task.properties, execution: input.execution,
                variables: new Variables(input.task.variables), outer: scopes.get(input.execution)};
            taskState.object = new (taskClass())('task', taskState);
        };
        """#
}
