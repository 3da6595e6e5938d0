public import JSONTree

/// A task for a resident or a company, whatever dialect their portal reads.
public struct PortalTask: Sendable, Equatable {
    /// What the portal is to show.
    public enum Kind: Sendable, Equatable {
        /// A form that the portal has under a name, or finds at a URL.
        case form(reference: FormReference, prefill: JSON)
        /// A page elsewhere.
        case page(url: String)
        /// A payment.
        case payment(amount: JSON, reference: String, account: String)
    }

    /// Where a form is found.
    public enum FormReference: Sendable, Equatable {
        /// The name of a form that the portal has.
        case id(String)
        /// The URL of a form.
        case url(String)
    }

    /// Whom the task is for, or what it is about.
    public struct Identification: Sendable, Equatable {
        /// The sort of number, such as `bsn`, or the registration, such as `zaak`.
        public var type: String
        /// The number or uuid.
        public var value: String

        /// Names somebody or something.
        public init(type: String, value: String) {
            self.type = type
            self.value = value
        }
    }

    /// The user task in the engine.
    public var taskID: String
    /// One sentence for the resident.
    public var title: String
    /// What the portal shows.
    public var kind: Kind
    /// Whom it is for.
    public var recipient: Identification
    /// What it is about: portals show nothing at all where this is missing.
    public var subject: Identification
    /// Until when it can be done, in milliseconds since 1970.
    public var dueAt: Int64?
    /// Which system made it.
    public var owner: String

    /// Describes a task.
    public init(
        taskID: String, title: String, kind: Kind, recipient: Identification,
        subject: Identification, dueAt: Int64? = nil, owner: String
    ) {
        self.taskID = taskID
        self.title = title
        self.kind = kind
        self.recipient = recipient
        self.subject = subject
        self.dueAt = dueAt
        self.owner = owner
    }
}

/// How far a task in the portal is.
public enum PortalTaskState: Sendable, Equatable {
    /// The resident can do it.
    case open
    /// The resident has done it, the engine has not seen it yet.
    case submitted
    /// The engine has taken the answer over.
    case processed
    /// It was cancelled, or done in another way.
    case closed
}

/// One way in which portals and case systems write tasks.
public protocol PortalTaskDialect: Sendable {
    /// The data of a new object for a task.
    func data(of task: PortalTask) -> JSON
    /// How far the task of an object is; nil for a word that the dialect does not know.
    func state(of data: JSON) -> PortalTaskState?
    /// The user task that an object belongs to.
    func taskID(of data: JSON) -> String?
    /// The system that made the task of an object.
    func owner(of data: JSON) -> String?
    /// What the resident filled in.
    func answer(of data: JSON) -> JSON
    /// What changes in the data to bring a task into a state.
    func change(to state: PortalTaskState) -> JSON
    /// What changes in the data to move the due date.
    func change(toDueAt milliseconds: Int64) -> JSON
    /// The key and the value by which objects in a state are found.
    func search(for state: PortalTaskState) -> (key: String, value: String)
}
