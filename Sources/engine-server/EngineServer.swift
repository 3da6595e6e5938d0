/// The program's entry point.
@main
struct EngineServer {
    static func main() {
        print("engine-server")
    }
}
