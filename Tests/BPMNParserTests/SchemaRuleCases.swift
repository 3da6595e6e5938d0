/// Rules of the schema; the reference names no element for them.
let schemaRuleCases: [RuleCase] = [
    RuleCase("V2 unqualified", "<task id='a' colour='red'/>", isSchemaError: true),
    RuleCase("V2 foreign passes", "<task id='a' c:colour='red'/>"),
    RuleCase(
        "V2 foreign on documentation", "<task id='a'><documentation c:x='1'/></task>",
        isSchemaError: true),
    RuleCase(
        "V2 language without type",
        "<task id='a'/><sequenceFlow id='f' sourceRef='s' "
            + "targetRef='a'><conditionExpression language='javascript'>true</conditionExpression>"
            + "</sequenceFlow>", isSchemaError: true),
    RuleCase(
        "V3", "<intermediateThrowEvent id='a'><linkEventDefinition/></intermediateThrowEvent>",
        isSchemaError: true),
    RuleCase(
        "V4 boolean",
        "<subProcess id='a' triggeredByEvent='yes'><startEvent id='b'/>"
            + "</subProcess>", isSchemaError: true),
    RuleCase("V4 spaces are dropped", "<task id=' a ' isForCompensation=' false '/>"),
    RuleCase("V4 name", "<task id='1a'/>", isSchemaError: true),
    RuleCase(
        "V4 prefix", "<endEvent id='a'><errorEventDefinition errorRef='q:e1'/></endEvent>",
        isSchemaError: true),
    RuleCase(
        "V4 URI", "<task id='a'/>", isSchemaError: true,
        definitions: "", after: "<globalScriptTask id='g' scriptLanguage='100%'/>"),
    RuleCase(
        "V4 URI passes", "<task id='a'/>",
        after: "<globalScriptTask id='g' "
            + "scriptLanguage='${x} {y}'/>"),
    RuleCase("V5", "<task id='a'/><dataObject id='a'/>", isSchemaError: true),
    RuleCase(
        "V5 then X7 stops", "<task id='a'/><task id='a'/>" + laterProblem,
        isSchemaError: true),
    RuleCase(
        "V6",
        "<exclusiveGateway id='g' default='no'/><task id='a'/><sequenceFlow id='f' "
            + "sourceRef='g' targetRef='a'/>", isSchemaError: true),
    RuleCase("V7 order", "<textAnnotation id='n'/><task id='a'/>", isSchemaError: true),
    RuleCase(
        "V7 twice",
        "<task id='a'><multiInstanceLoopCharacteristics o:collection='c'/>"
            + "<standardLoopCharacteristics/></task>", isSchemaError: true),
    RuleCase("V7 extension outside", "<task id='a'><c:properties/></task>", isSchemaError: true),
    RuleCase(
        "V7 no extension", "<task id='a'><extensionElements><text/></extensionElements></task>",
        isSchemaError: true),
    RuleCase("V8", "", isSchemaError: true, start: "<ioSpecification/><startEvent id='s'/>"),
    RuleCase("V9", "<task id='a'>text</task>", isSchemaError: true),
    RuleCase("V10", "<flowElement id='a'/>", isSchemaError: true),
    RuleCase(
        "V10 type",
        "<task id='a'/><sequenceFlow id='f' sourceRef='s' targetRef='a'>"
            + "<conditionExpression xsi:type='q:tFormalExpression'>${x}</conditionExpression>"
            + "</sequenceFlow>", names: ["f"]),
    RuleCase(
        "foreign elements are not judged",
        "<task id='a'><extensionElements><c:any x='1'>text"
            + "<c:more/></c:any></extensionElements></task>"),
    RuleCase(
        "elements of BPMN inside them are",
        "<task id='a'><extensionElements><c:any>"
            + "<timerEventDefinition wrong='1'/></c:any></extensionElements></task>",
        isSchemaError: true),
    RuleCase(
        "markup in documentation",
        "<task id='a'><documentation>a <b xmlns='h'>b</b>"
            + "</documentation></task>"),
]
