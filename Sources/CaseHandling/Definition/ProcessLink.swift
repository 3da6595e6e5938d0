public import JSONTree

/// What is bound to an activity of a process: a form for people, or an action of a plugin.
///
/// Files `*.process-link.json` hold an array of these; the process is named by the file.
public struct ProcessLink: Sendable, Equatable {
    /// What is bound.
    public enum Kind: String, Sendable {
        /// A form of a start event or a user task.
        case form
        /// Several forms in a row.
        case formFlow = "form-flow"
        /// An action of a plugin, such as setting a status.
        case plugin
        /// A sub-case.
        case buildingBlock = "building-block"
        /// A page elsewhere.
        case url
        /// A part of the front end.
        case userInterfaceComponent = "ui-component"
    }

    /// The process that the activity belongs to.
    public var processDefinitionKey: String
    /// The activity.
    public var activityID: String
    /// The activity's type and the event, such as `bpmn:ServiceTask:start`.
    public var activityType: String
    /// What is bound; nil for a kind that this engine does not know.
    public var kind: Kind?
    /// All of the link as it came.
    public var json: JSON

    /// The event of the activity at which the link acts: the last part of the type.
    public var event: String {
        activityType.split(separator: ":").last.map(String.init) ?? ""
    }

    /// The plugin's key, if the link names it.
    public var pluginKey: String? { json["pluginDefinitionKey"]?.stringValue }

    /// The plugin's configuration, if the link names it.
    public var pluginConfigurationID: String? { json["pluginConfigurationId"]?.stringValue }

    /// The action's key, of a link to a plugin.
    public var actionKey: String? { json["pluginActionDefinitionKey"]?.stringValue }

    /// The properties of the action, in which strings may name values: `pv:bedrag`.
    public var actionProperties: JSONObject { json["actionProperties"]?.objectValue ?? [:] }

    /// BPMN errors for refusals of the server: an extension of ours.
    ///
    /// `"errorMappings": [{"status": 400, "code": "invalid", "errorCode": "ZAAK_GEWEIGERD"}]`;
    /// a member left out fits everything.
    public var errorMappings: [ErrorMapping] {
        (json["errorMappings"]?.arrayValue ?? []).compactMap(ErrorMapping.init)
    }

    /// Which refusal becomes which BPMN error.
    public struct ErrorMapping: Sendable, Equatable {
        /// The HTTP status, or any.
        public var status: Int?
        /// A code of the refusal or of one of its fields, or any.
        public var code: String?
        /// The BPMN error's code.
        public var errorCode: String

        /// Says which refusal becomes which error.
        public init(status: Int? = nil, code: String? = nil, errorCode: String) {
            self.status = status
            self.code = code
            self.errorCode = errorCode
        }

        /// Reads an entry of `errorMappings`; nil without an error code.
        public init?(_ json: JSON) {
            guard let errorCode = json["errorCode"]?.stringValue else { return nil }
            self.init(
                status: json["status"]?.intValue, code: json["code"]?.stringValue,
                errorCode: errorCode)
        }
    }
}
