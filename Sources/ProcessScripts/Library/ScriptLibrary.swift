/// The JavaScript that stands around each script: the objects that models expect of a Java engine.
///
/// It is evaluated in each new context before the script, which then shares nothing with others.
/// The parts are one program; each offers its names to those after it.
public enum ScriptLibrary {
    /// The whole program.
    public static let source =
        "(function (keptAsInteger) {\n'use strict';\n"
        + [
            values, exceptions, collections, streams, jsonPath, spinJSON, calendars, formatters,
            moreTime, javaTime, utilities, javaClasses, executions, beans, exchange,
        ].joined(separator: "\n") + "\n})"
}
