extension ScriptLibrary {
    /// What scripts throw: errors of BPMN and exceptions with the name of a Java class.
    static let exceptions = #"""
        class JavaException extends Error {
            constructor(className, message) {
                super(message);
                hidden(this, {className});
            }
            getMessage() { return this.message === '' ? null : this.message; }
            getLocalizedMessage() { return this.getMessage(); }
            getCause() { return null; }
            toString() { return this.message === '' ? this.className : `${this.className}: ${this.message}`; }
        }
        const javaError = (className, message) => new JavaException(className, message);
        const exceptionClass = name => class extends JavaException {
            constructor(message) { super(name, message === undefined || message === null ? '' : String(message)); }
        };
        class BpmnError extends JavaException {
            constructor(code, message) {
                if (typeof code !== 'string' || code === '') {
                    throw javaError('org.operaton.bpm.engine.exception.NotValidException',
                        "Error Code must not be empty");
                }
                super('org.operaton.bpm.engine.delegate.BpmnError',
                    typeof message === 'string' ? message : '');
                hidden(this, {errorCode: code, given: typeof message === 'string' ? message : null});
            }
            getErrorCode() { return this.errorCode; }
            getMessage() { return this.given; }
            toString() {
                return `${this.className}${this.given === null ? '' : `: ${this.given}`} (errorCode='${this.errorCode}')`;
            }
        }
        """#
}
