internal import Records

extension Store {
    /// Reads rows of a table.
    func rows<Element: TableRow>(
        _ query: Query, as type: Element.Type
    ) async throws(EngineError) -> [Element] {
        do {
            return try await read(query).map { try Element(row: $0) }
        } catch let error as StoreError {
            throw EngineError(error)
        } catch {
            throw EngineError(.storage, "\(error)")
        }
    }
}
