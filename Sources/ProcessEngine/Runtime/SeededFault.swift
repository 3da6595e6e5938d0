#if DEBUG
/// Mistakes that the tests make on purpose, each to show that a property would notice it.
///
/// They exist in debug builds alone: the product is built for release.
enum SeededFault: Sendable {
    /// Of several flows out of an element the last is forgotten.
    case lostToken
    /// A parallel join lets the first token through, and each after it.
    case joinPassedTwice
    /// The execution of a last token stays beside its scope.
    case scopeNotPruned
    /// Identifiers are made up anew each time.
    case identifierFromOutside
    /// A changed execution is told to the caller and not written.
    case changeNotStored
    /// Roots are entered without waiting for who holds them.
    case guardLeftOut

    /// The mistake that the present task makes.
    @TaskLocal static var active: SeededFault?
}
#endif
