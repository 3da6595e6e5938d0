/// A process of a model, compiled into arrays: nothing of it is parsed or looked up by name when a
/// token moves.
public final class CompiledProcess: Sendable {
    /// The id of the process in the model: the key of its definitions.
    public let key: String

    init(key: String) { self.key = key }
}
