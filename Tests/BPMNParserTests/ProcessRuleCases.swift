/// Rules on definitions, processes, start events, references and events.
let processRuleCases: [RuleCase] = [
    RuleCase(
        "X9", "<task id='\(String(repeating: "a", count: 256))' o:asyncBefore='true'/>", status: 500
    ),
    RuleCase("X9 without jobs", "<task id='\(String(repeating: "a", count: 256))'/>"),
    RuleCase("D2", "", names: ["s2"], definitions: "<signal id='s2' name='S1'/>"),
    RuleCase("D3", "", isSchemaError: true, definitions: "<signal name='S3'/>"),
    RuleCase("D4", "", names: ["s3"], definitions: "<signal id='s3'/>"),
    RuleCase("D5", "", isSchemaError: true, definitions: "<error errorCode='1'/>"),
    RuleCase("D6", "", isSchemaError: true, definitions: "<escalation escalationCode='1'/>"),
    RuleCase("messages may repeat", "", definitions: "<message id='m3' name='M1'/>"),
    RuleCase(
        "P1 words", "", names: ["p"], process: "isExecutable='true' o:historyTimeToLive='P1M'"),
    RuleCase("P1 minus", "", names: ["p"], process: "isExecutable='true' c:historyTimeToLive='-1'"),
    RuleCase("P1 number", "", process: "isExecutable='true' c:historyTimeToLive='180'"),
    RuleCase("P1 days", "", process: "isExecutable='true' o:historyTimeToLive='P180D'"),
    RuleCase("P1 empty", "", process: "isExecutable='true' o:historyTimeToLive=''"),
    RuleCase("P3 process", "<task id='a'/>", names: ["p"], start: ""),
    RuleCase("P3 sub-process", "<subProcess id='a'/>", names: ["a"]),
    RuleCase("P3 transaction", "<transaction id='a'/>"),
    RuleCase("P4", "<startEvent id='s2'/><startEvent id='s3'/>", names: ["s2", "s3"]),
    RuleCase(
        "P4 timer",
        "<startEvent id='s2'><timerEventDefinition><timeDuration>PT1H</timeDuration>"
            + "</timerEventDefinition></startEvent>", names: ["s2"]),
    RuleCase(
        "P4 message",
        "<startEvent id='s2'><messageEventDefinition messageRef='m1'/></startEvent>"),
    RuleCase("P5", "", names: ["p"], process: "isExecutable='true' o:jobPriority='high'"),
    RuleCase("P5 expression", "", process: "isExecutable='true' o:taskPriority='${x}'"),
    RuleCase("P6", "<task id='a' o:jobPriority=' 5'/>", names: ["a"]),
    RuleCase("not executable", "<task id='a'/>", process: "isExecutable='false'", start: ""),
    RuleCase("isExecutable missing", "<task id='a'/>", process: "", start: ""),
    RuleCase("isExecutable 1", "<task id='a'/>", process: "isExecutable='1'", start: ""),
    RuleCase("start without id", "", status: 500, start: "<startEvent/>"),
    RuleCase(
        "S1 both forms", "", names: ["s"],
        start: "<startEvent id='s' o:formKey='k' "
            + "o:formRef='r' o:formRefBinding='latest'/>"),
    RuleCase(
        "S1 other start",
        "<startEvent id='s2' o:formKey='k' o:formRef='r'>"
            + "<messageEventDefinition messageRef='m1'/></startEvent>"),
    RuleCase(
        "S2", "", names: ["s"],
        start: "<startEvent id='s'><messageEventDefinition "
            + "messageRef='mEL'/></startEvent>"),
    RuleCase(
        "S3 message",
        "<startEvent id='s2'><messageEventDefinition messageRef='m1'/>"
            + "</startEvent>", names: ["s2"],
        start: "<startEvent id='s'><messageEventDefinition "
            + "messageRef='m1'/></startEvent>"),
    RuleCase(
        "S3 signal",
        "<startEvent id='s2'><signalEventDefinition signalRef='s1'/>"
            + "</startEvent>", names: ["s2"],
        start: "<startEvent id='s'><signalEventDefinition "
            + "signalRef='s1'/></startEvent>"),
    RuleCase(
        "S4 two kinds",
        "<subProcess id='a'><startEvent id='b'><timerEventDefinition/>"
            + "<signalEventDefinition/></startEvent></subProcess>", names: ["b"]),
    RuleCase(
        "S5", "<subProcess id='a'><startEvent id='b'/><startEvent id='d'/></subProcess>",
        names: ["d"]),
    RuleCase(
        "S6", "", names: ["s"],
        start: extended("startEvent id='s'", "<o:inputOutput/>")),
    RuleCase(
        "S7",
        "<subProcess id='a' triggeredByEvent='true'><startEvent id='b' "
            + "isInterrupting='false'><errorEventDefinition/></startEvent></subProcess>",
        names: ["b"]),
    RuleCase(
        "S7 default",
        "<subProcess id='a' triggeredByEvent='true'><startEvent id='b'>"
            + "<errorEventDefinition/></startEvent></subProcess>"),
    RuleCase(
        "S8", "<subProcess id='a' triggeredByEvent='true'><startEvent id='b'/></subProcess>",
        names: ["b"]),
    RuleCase(
        "S9 stops",
        "<subProcess id='a' triggeredByEvent='true'><startEvent id='b'>"
            + "<compensateEventDefinition/></startEvent></subProcess>" + laterProblem, names: ["b"]),
    RuleCase(
        "S11",
        "<task id='a'/><boundaryEvent id='b' attachedToRef='a'>"
            + "<compensateEventDefinition activityRef='a'/></boundaryEvent>", warnings: ["b"]),
    RuleCase(
        "triggeredByEvent 1 is a plain sub-process",
        "<subProcess id='a' "
            + "triggeredByEvent='1'><startEvent id='b'/></subProcess>"),
    RuleCase(
        "E1 stops",
        "<intermediateCatchEvent id='a'><messageEventDefinition/>"
            + "</intermediateCatchEvent>" + laterProblem, names: ["a"]),
    RuleCase(
        "E2 stops",
        "<intermediateCatchEvent id='a'><messageEventDefinition messageRef='no'/>"
            + "</intermediateCatchEvent>" + laterProblem, names: ["a"]),
    RuleCase("E2 prefix", "<receiveTask id='a' messageRef='t:m1'/>"),
    RuleCase("E2 foreign prefix", "<receiveTask id='a' messageRef='o:m1'/>", names: ["a"]),
    RuleCase("receive task without message", "<receiveTask id='a'/>"),
    RuleCase(
        "E3 receive task and its border",
        "<receiveTask id='a' messageRef='m1'/>"
            + "<boundaryEvent id='b' attachedToRef='a'><messageEventDefinition messageRef='m1'/>"
            + "</boundaryEvent>", names: ["b"]),
    RuleCase(
        "E3 catch event and its border",
        "<intermediateCatchEvent id='a'><signalEventDefinition signalRef='s1'/>"
            + "</intermediateCatchEvent><boundaryEvent id='b' attachedToRef='a'>"
            + "<signalEventDefinition signalRef='s1'/></boundaryEvent>", names: ["b"]),
    RuleCase(
        "E3 not with multi-instance",
        "<receiveTask id='a' messageRef='m1'>"
            + "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
            + "</multiInstanceLoopCharacteristics></receiveTask><boundaryEvent id='b' "
            + "attachedToRef='a'><messageEventDefinition messageRef='m1'/></boundaryEvent>"),
    RuleCase(
        "E3 gateway",
        "<eventBasedGateway id='g'/><intermediateCatchEvent id='a'>"
            + "<messageEventDefinition messageRef='m1'/></intermediateCatchEvent>"
            + "<intermediateCatchEvent id='b'><messageEventDefinition messageRef='m1'/>"
            + "</intermediateCatchEvent><sequenceFlow id='f1' sourceRef='g' targetRef='a'/>"
            + "<sequenceFlow id='f2' sourceRef='g' targetRef='b'/>", names: ["b"]),
    RuleCase(
        "E3 event sub-process and border of its scope",
        "<subProcess id='a'>"
            + "<startEvent id='as'/><subProcess id='i' triggeredByEvent='true'><startEvent id='b'>"
            + "<messageEventDefinition messageRef='m1'/></startEvent></subProcess></subProcess>"
            + "<boundaryEvent id='d' attachedToRef='a'><messageEventDefinition messageRef='m1'/>"
            + "</boundaryEvent>", names: ["d"]),
    RuleCase(
        "E3 start of the process does not clash",
        "<subProcess id='a' "
            + "triggeredByEvent='true'><startEvent id='b'><messageEventDefinition messageRef='m1'/>"
            + "</startEvent></subProcess>",
        start: "<startEvent id='s'><messageEventDefinition "
            + "messageRef='m1'/></startEvent>"),
    RuleCase(
        "E4",
        "<intermediateCatchEvent id='a'><messageEventDefinition messageRef='m0'/>"
            + "</intermediateCatchEvent>" + laterProblem, names: ["a", "later"]),
    RuleCase(
        "E4 unnamed beside another stops",
        "<task id='a'/><boundaryEvent id='b' "
            + "attachedToRef='a'><messageEventDefinition messageRef='unnamed'/></boundaryEvent>"
            + "<boundaryEvent id='d' attachedToRef='a'><messageEventDefinition messageRef='m1'/>"
            + "</boundaryEvent>" + laterProblem, names: ["b"]),
    RuleCase(
        "E5 catch stops",
        "<intermediateCatchEvent id='a'><signalEventDefinition/>"
            + "</intermediateCatchEvent>" + laterProblem, names: ["a"]),
    RuleCase(
        "E5 throw goes on",
        "<intermediateThrowEvent id='a'><signalEventDefinition "
            + "signalRef='no'/></intermediateThrowEvent>" + laterProblem, names: ["a", "later"]),
    RuleCase(
        "E6 no reference", "<endEvent id='a'><errorEventDefinition/></endEvent>",
        names: ["a"]),
    RuleCase(
        "E6 no code", "<endEvent id='a'><errorEventDefinition errorRef='e0'/></endEvent>",
        names: ["a"]),
    RuleCase(
        "E6 unknown error", "<endEvent id='a'><errorEventDefinition errorRef='no'/></endEvent>"),
    RuleCase("E7 throw", "<endEvent id='a'><escalationEventDefinition/></endEvent>", names: ["a"]),
    RuleCase(
        "E8", "<endEvent id='a'><escalationEventDefinition escalationRef='x0'/></endEvent>",
        names: ["a"]),
    RuleCase(
        "E9 one without code",
        "<userTask id='a'/><boundaryEvent id='b' attachedToRef='a'>"
            + "<escalationEventDefinition escalationRef='x1'/></boundaryEvent><boundaryEvent id='d' "
            + "attachedToRef='a'><escalationEventDefinition/></boundaryEvent>", names: ["d"]),
    RuleCase(
        "E9 two codes",
        "<userTask id='a'/><boundaryEvent id='b' attachedToRef='a'>"
            + "<escalationEventDefinition escalationRef='x1'/></boundaryEvent><boundaryEvent id='d' "
            + "attachedToRef='a'><escalationEventDefinition escalationRef='x2'/></boundaryEvent>"),
    RuleCase(
        "E10 stops",
        "<intermediateCatchEvent id='a'><timerEventDefinition/>"
            + "</intermediateCatchEvent>" + laterProblem, names: ["a"]),
    RuleCase(
        "E10 nonsense passes",
        "<intermediateCatchEvent id='a'><timerEventDefinition>"
            + "<timeDate>soon</timeDate></timerEventDefinition></intermediateCatchEvent>"),
    RuleCase(
        "E11",
        "<intermediateCatchEvent><timerEventDefinition><timeDate>2030-01-01</timeDate>"
            + "</timerEventDefinition></intermediateCatchEvent>", isSchemaError: true),
    RuleCase(
        "E12 stops",
        "<intermediateCatchEvent id='a'><conditionalEventDefinition/>"
            + "</intermediateCatchEvent>" + laterProblem, names: ["a"]),
    RuleCase(
        "E13",
        "<intermediateCatchEvent id='a'><conditionalEventDefinition><condition "
            + "xsi:type='tFormalExpression' language=''>x</condition></conditionalEventDefinition>"
            + "</intermediateCatchEvent>", names: ["a"]),
    RuleCase(
        "E14",
        "<intermediateCatchEvent id='a'><conditionalEventDefinition "
            + "o:variableEvents='create, change'><condition>${x}</condition>"
            + "</conditionalEventDefinition></intermediateCatchEvent>", warnings: ["a"]),
    RuleCase(
        "E15",
        "<task id='a'/><boundaryEvent id='b' attachedToRef='a'><timerEventDefinition>"
            + "<timeCycle>R3/PT1H</timeCycle></timerEventDefinition></boundaryEvent>",
        warnings: ["b"]),
    RuleCase("I1", "<intermediateCatchEvent id='a'/>", names: ["a"]),
    RuleCase(
        "I2",
        "<intermediateThrowEvent id='a'><messageEventDefinition id='d' o:class=''/>"
            + "</intermediateThrowEvent>", names: ["d"]),
    RuleCase("I2 nothing given", "<endEvent id='a'><messageEventDefinition/></endEvent>"),
    RuleCase("I3", "<endEvent id='a'><cancelEventDefinition/></endEvent>", names: ["a"]),
    RuleCase(
        "I4",
        extended(
            "endEvent id='a'",
            "<o:inputOutput><o:outputParameter name='x'>1"
                + "</o:outputParameter></o:inputOutput>"), names: ["a"]),
    RuleCase(
        "B1 stops",
        "<boundaryEvent id='a'><errorEventDefinition/></boundaryEvent>"
            + laterProblem, names: ["a"]),
    RuleCase(
        "B2 stops",
        "<boundaryEvent id='a' attachedToRef='no'><errorEventDefinition/>"
            + "</boundaryEvent>" + laterProblem, names: ["a"]),
    RuleCase(
        "B2 gateway is a host",
        "<parallelGateway id='g'/><boundaryEvent id='a' "
            + "attachedToRef='g'><errorEventDefinition/></boundaryEvent>"),
    RuleCase(
        "B2 handler is none",
        "<task id='h' isForCompensation='true'/><boundaryEvent id='a' "
            + "attachedToRef='h'><errorEventDefinition/></boundaryEvent>", names: ["a"]),
    RuleCase("B3", "<task id='a'/><boundaryEvent id='b' attachedToRef='a'/>", names: ["b"]),
    RuleCase(
        "B4",
        "<subProcess id='a'><startEvent id='as'/></subProcess><boundaryEvent id='b' "
            + "attachedToRef='a'><cancelEventDefinition/></boundaryEvent>", names: ["b"]),
    RuleCase(
        "B5",
        "<transaction id='a'><startEvent id='as'/></transaction><boundaryEvent id='b' "
            + "attachedToRef='a'><cancelEventDefinition/></boundaryEvent><boundaryEvent id='d' "
            + "attachedToRef='a'><cancelEventDefinition/></boundaryEvent>", names: ["d"]),
    RuleCase(
        "B6",
        "<task id='a'/><boundaryEvent id='b' attachedToRef='a'>"
            + "<compensateEventDefinition/></boundaryEvent><boundaryEvent id='d' attachedToRef='a'>"
            + "<compensateEventDefinition/></boundaryEvent>", names: ["d"]),
    RuleCase(
        "B7",
        "<task id='a'/><boundaryEvent id='b' attachedToRef='a'>"
            + "<escalationEventDefinition/></boundaryEvent>", names: ["b"]),
    RuleCase(
        "B7 case",
        "<callActivity id='a' o:caseRef='c'/><boundaryEvent id='b' "
            + "attachedToRef='a'><escalationEventDefinition/></boundaryEvent>", names: ["b"]),
    RuleCase(
        "B8",
        "<task id='a'/>"
            + extended(
                "boundaryEvent id='b' attachedToRef='a'",
                "<o:inputOutput/>", content: "<errorEventDefinition/>"), names: ["b"]),
    RuleCase(
        "several definitions, where the reference knows one of a kind",
        "<intermediateCatchEvent id='a'><messageEventDefinition "
            + "messageRef='m1'/><messageEventDefinition messageRef='m2'/></intermediateCatchEvent>"),
]
