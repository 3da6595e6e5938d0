public import JSONTree
public import ProcessValues

extension Scenario {
    /// Something that must be so.
    public struct Expectation: Sendable, Equatable {
        /// The line of the file.
        public var line: Int
        /// What.
        public var fact: Fact
    }

    /// A value that something with a name must have.
    public struct NamedValue: Sendable, Equatable {
        /// The name, such as that of a variable or an element.
        public var name: Mention
        /// The value.
        public var value: JSON
    }

    /// When a timer must fire.
    public struct TimerDue: Sendable, Equatable {
        /// The element.
        public var element: Mention
        /// The moment.
        public var at: Instant
    }

    /// A fact about the process and what it did.
    public enum Fact: Sendable, Equatable {
        /// Exactly these elements wait, each as often as it is listed.
        case waiting([Mention])
        /// These elements were gone through.
        case passed([Mention])
        /// These elements were not reached.
        case notReached([Mention])
        /// The process has ended, or has not.
        case ended(Bool)
        /// Variables have these values; null for one that is not there.
        case variables([NamedValue])
        /// Decisions gave these outputs when they were last asked.
        case decisions([NamedValue])
        /// Exactly these statussen were set, in this order.
        case statuses([String])
        /// Exactly these roltypen were given a betrokkene, in this order.
        case roles([String])
        /// This resultaat was set; nil for none.
        case result(String?)
        /// The zaak has these values.
        case zaak([NamedValue])
        /// The case has this internal status.
        case internalStatus(String)
        /// Places of the document have these values.
        case document([NamedValue])
        /// The tasks that these elements gave the portal are so far, or have these values.
        case portalTasks([NamedValue])
        /// Open user tasks of these elements have these properties.
        case tasks([NamedValue])
        /// Exactly these elements have an incident.
        case incidents([Mention])
        /// Timers of these elements fire at these moments.
        case timers([TimerDue])
    }
}
