import Foundation
import Persistence
import ProcessEngine
import Records

/// A store in a folder that is gone with it.
final class TemporaryStore: Sendable {
    let store: SQLiteStore
    private let folder: URL

    init(migrations: [Migration] = EngineSchema.migrations) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("raderwerk-engine-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(
            SQLiteStore.Configuration(
                path: folder.appendingPathComponent("engine.db").path, isDurable: false),
            migrations: migrations)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
