import Foundation
import Persistence
import ProcessEngine
import Records
import TemporaryFolder

/// A store in a folder that is gone with it.
final class TemporaryStore: Sendable {
    let store: SQLiteStore
    private let folder: TemporaryFolder

    init(migrations: [Migration] = EngineSchema.migrations) throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(
            SQLiteStore.Configuration(
                path: folder.path("engine.db"), isDurable: false),
            migrations: migrations)
    }

    deinit { store.close() }
}
