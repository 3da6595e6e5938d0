/// The pure core: a command on a state gives a delta, or says what it lacks.
public enum EngineCore {}
