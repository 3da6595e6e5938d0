@testable import Scenarios

/// Files that are nowhere but here.
struct MemoryFiles: FileTree {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    var files: [String: String]

    func names(in folder: String) throws -> [String] {
        let prefix = folder == "." ? "" : folder + "/"
        let names = files.keys.filter { $0.hasPrefix(prefix) }.compactMap {
            $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
        }
        return Set(names).sorted()
    }

    func isFolder(_ path: String) -> Bool {
        path == "." || files.keys.contains { $0.hasPrefix(path + "/") }
    }

    func read(_ path: String) throws -> [UInt8] {
        guard let text = files[path] else { throw Missing(description: "there is no such file") }
        return Array(text.utf8)
    }
}

/// A small process of everything that scenarios can act on.
enum SmallModel {
    /// `aanvraag` → user task → gateway → external task or wait for a message or timer.
    static let process = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
          <message id="m" name="aanvulling"/>
          <signal id="s" name="storm"/>
          <error id="e" name="fout" errorCode="AFGEWEZEN"/>
          <process id="aanvraag" isExecutable="true">
            <startEvent id="start"/>
            <sequenceFlow id="f1" sourceRef="start" targetRef="beoordelen"/>
            <userTask id="beoordelen" name="Beoordelen" camunda:candidateGroups="team"
                camunda:dueDate="2026-01-12T09:00:00"/>
            <sequenceFlow id="f2" sourceRef="beoordelen" targetRef="keuze"/>
            <exclusiveGateway id="keuze" default="f4"/>
            <sequenceFlow id="f3" sourceRef="keuze" targetRef="uitzoeken">
              <conditionExpression>${ bedrag &gt; 100 }</conditionExpression>
            </sequenceFlow>
            <sequenceFlow id="f4" sourceRef="keuze" targetRef="wachten"/>
            <serviceTask id="uitzoeken" camunda:type="external" camunda:topic="uitzoeken"/>
            <boundaryEvent id="afgewezen" attachedToRef="uitzoeken">
              <errorEventDefinition errorRef="e"/>
            </boundaryEvent>
            <sequenceFlow id="f5" sourceRef="uitzoeken" targetRef="klaar"/>
            <sequenceFlow id="f6" sourceRef="afgewezen" targetRef="niet"/>
            <endEvent id="klaar"/>
            <endEvent id="niet"/>
            <receiveTask id="wachten" messageRef="m"/>
            <boundaryEvent id="te-laat" attachedToRef="wachten">
              <timerEventDefinition><timeDuration>P14D</timeDuration></timerEventDefinition>
            </boundaryEvent>
            <boundaryEvent id="gestormd" attachedToRef="wachten" cancelActivity="false">
              <signalEventDefinition signalRef="s"/>
            </boundaryEvent>
            <sequenceFlow id="f7" sourceRef="wachten" targetRef="aangevuld"/>
            <sequenceFlow id="f8" sourceRef="te-laat" targetRef="verlopen"/>
            <sequenceFlow id="f9" sourceRef="gestormd" targetRef="schade"/>
            <endEvent id="aangevuld"/>
            <endEvent id="verlopen"/>
            <userTask id="schade"/>
            <sequenceFlow id="f10" sourceRef="schade" targetRef="hersteld"/>
            <endEvent id="hersteld"/>
          </process>
        </definitions>
        """

    /// A scenario of the process, with steps that are written at the margin.
    static func scenario(_ steps: String, start: String = "{}") -> String {
        "scenario: Proef\nprocess: aanvraag\nstart: \(start)\nsteps:\n\(steps)\n"
    }

    /// Plays steps on the process, alone in a folder.
    static func play(_ steps: String, start: String = "{}") async -> ScenarioOutcome {
        await ScenarioPlayer(
            MemoryFiles(files: [
                "map/aanvraag.bpmn": process,
                "map/proef.scenario.yaml": scenario(steps, start: start),
            ])
        ).play(file: "map/proef.scenario.yaml")
    }
}
