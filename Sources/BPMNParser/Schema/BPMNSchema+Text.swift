extension BPMNSchema {
    /// The schema of BPMN 2.0 (Semantic.xsd, BPMNDI.xsd), one element or type a line.
    ///
    /// `name < parent : content @attributes`. Content is in order: `x` once, `x?`, `x*`, `x+`,
    /// `x{2}` (two or more), `a|b` one of both, `%g` one of a group. An attribute has a type after
    /// its colon (text without one), `!` where it is required. Marks before the colon: `abstract`,
    /// `mixed` (text allowed), `closed` (no attributes of other namespaces), `any` (any content),
    /// `local` (known in its place only).
    static let text = """
        base abstract : documentation* extensionElements? @id:id
        definitions < base : import* extension* %rootElement* BPMNDiagram* relationship* @name \
        @targetNamespace!:uri @expressionLanguage:uri @typeLanguage:uri @exporter @exporterVersion
        import closed : @namespace!:uri @location! @importType!:uri
        documentation closed mixed any : @id:id @textFormat
        extension closed : documentation* @definition:qname @mustUnderstand:boolean
        extensionElements closed any :
        relationship < base : source+ target+ @type! @direction:None,Forward,Backward,Both
        interface < base : operation+ @name! @implementationRef:qname
        operation < base local : inMessageRef outMessageRef? errorRef* @name! @implementationRef:qname
        category < base : categoryValue* @name
        categoryValue < base : @value
        correlationProperty < base : correlationPropertyRetrievalExpression+ @name @type:qname
        correlationPropertyRetrievalExpression < base : messagePath @messageRef!:qname
        correlationSubscription < base : correlationPropertyBinding* @correlationKeyRef!:qname
        correlationPropertyBinding < base : dataPath @correlationPropertyRef!:qname
        correlationKey < base : correlationPropertyRef* @name
        dataStore < base : dataState? @name @capacity:integer @isUnlimited:boolean @itemSubjectRef:qname
        dataState < base : @name
        endPoint < base :
        error < base : @name @errorCode @structureRef:qname
        escalation < base : @name @escalationCode @structureRef:qname
        signal < base : @name @structureRef:qname
        message < base : @name @itemRef:qname
        itemDefinition < base : @structureRef:qname @isCollection:boolean @itemKind:Information,Physical
        partnerEntity < base : participantRef* @name
        partnerRole < base : participantRef* @name
        resource < base : resourceParameter* @name!
        resourceParameter < base : @name @type:qname @isRequired:boolean
        callableElement < base : supportedInterfaceRef* ioSpecification? ioBinding* @name
        ioBinding < base : @operationRef!:qname @inputDataRef!:idref @outputDataRef!:idref
        process < callableElement : auditing? monitoring? property* laneSet* %flowElement* %artifact* \
        %resourceRole* correlationSubscription* supports* @processType:None,Public,Private \
        @isClosed:boolean @isExecutable:boolean @definitionalCollaborationRef:qname
        globalTask < callableElement : %resourceRole*
        globalManualTask < globalTask :
        globalUserTask < globalTask : rendering* @implementation:implementation
        globalScriptTask < globalTask : script? @scriptLanguage:uri
        globalBusinessRuleTask < globalTask : @implementation:implementation
        auditing < base :
        monitoring < base :
        rendering < base :
        property < base : dataState? @name @itemSubjectRef:qname
        laneSet < base : lane* @name
        childLaneSet < laneSet local :
        lane < base : partitionElement? flowNodeRef* childLaneSet? @name @partitionElementRef:qname
        partitionElement < base local :
        flowElement < base abstract : auditing? monitoring? categoryValueRef* @name
        flowNode < flowElement abstract : incoming* outgoing*
        activity < flowNode abstract : ioSpecification? property* dataInputAssociation* \
        dataOutputAssociation* %resourceRole* %loopCharacteristics? @isForCompensation:boolean \
        @startQuantity:integer @completionQuantity:integer @default:idref
        task < activity :
        manualTask < task :
        serviceTask < task : @implementation:implementation @operationRef:qname
        userTask < task : rendering* @implementation:implementation
        businessRuleTask < task : @implementation:implementation
        scriptTask < task : script? @scriptFormat
        sendTask < task : @implementation:implementation @messageRef:qname @operationRef:qname
        receiveTask < task : @implementation:implementation @instantiate:boolean @messageRef:qname \
        @operationRef:qname
        callActivity < activity : @calledElement
        subProcess < activity : laneSet* %flowElement* %artifact* @triggeredByEvent:boolean
        transaction < subProcess : @method:implementation
        adHocSubProcess < subProcess : completionCondition? @cancelRemainingInstances:boolean \
        @ordering:Parallel,Sequential
        event < flowNode abstract : property*
        catchEvent < event abstract : dataOutput* dataOutputAssociation* outputSet? \
        %eventDefinition* eventDefinitionRef* @parallelMultiple:boolean
        throwEvent < event abstract : dataInput* dataInputAssociation* inputSet? %eventDefinition* \
        eventDefinitionRef*
        startEvent < catchEvent : @isInterrupting:boolean
        intermediateCatchEvent < catchEvent :
        boundaryEvent < catchEvent : @cancelActivity:boolean @attachedToRef!:qname
        intermediateThrowEvent < throwEvent :
        implicitThrowEvent < throwEvent :
        endEvent < throwEvent :
        gateway < flowNode : @gatewayDirection:Unspecified,Converging,Diverging,Mixed
        exclusiveGateway < gateway : @default:idref
        inclusiveGateway < gateway : @default:idref
        parallelGateway < gateway :
        complexGateway < gateway : activationCondition? @default:idref
        eventBasedGateway < gateway : @instantiate:boolean @eventGatewayType:Exclusive,Parallel
        sequenceFlow < flowElement : conditionExpression? @sourceRef!:idref @targetRef!:idref \
        @isImmediate:boolean
        dataObject < flowElement : dataState? @itemSubjectRef:qname @isCollection:boolean
        dataObjectReference < flowElement : dataState? @itemSubjectRef:qname @dataObjectRef:idref
        dataStoreReference < flowElement : dataState? @itemSubjectRef:qname @dataStoreRef:qname
        choreographyActivity < flowNode abstract : participantRef{2} correlationKey* \
        @initiatingParticipantRef!:qname \
        @loopType:None,Standard,MultiInstanceSequential,MultiInstanceParallel
        choreographyTask < choreographyActivity : messageFlowRef+
        callChoreography < choreographyActivity : participantAssociation* @calledChoreographyRef:qname
        subChoreography < choreographyActivity : %flowElement* %artifact*
        collaboration < base : participant* messageFlow* %artifact* %conversationNode* \
        conversationAssociation* participantAssociation* messageFlowAssociation* correlationKey* \
        choreographyRef* conversationLink* @name @isClosed:boolean
        choreography < collaboration : %flowElement*
        globalChoreographyTask < choreography : @initiatingParticipantRef:qname
        globalConversation < collaboration :
        participant < base : interfaceRef* endPointRef* participantMultiplicity? @name @processRef:qname
        participantMultiplicity < base : @minimum:integer @maximum:integer
        messageFlow < base : @name @sourceRef!:qname @targetRef!:qname @messageRef:qname
        conversationNode < base abstract : participantRef* messageFlowRef* correlationKey* @name
        conversation < conversationNode :
        subConversation < conversationNode : %conversationNode*
        callConversation < conversationNode : participantAssociation* @calledCollaborationRef:qname
        conversationAssociation < base : @innerConversationNodeRef!:qname \
        @outerConversationNodeRef!:qname
        conversationLink < base : @name @sourceRef!:qname @targetRef!:qname
        participantAssociation < base : innerParticipantRef outerParticipantRef
        messageFlowAssociation < base : @innerMessageFlowRef!:qname @outerMessageFlowRef!:qname
        association < base : @sourceRef!:qname @targetRef!:qname @associationDirection:None,One,Both
        group < base : @categoryValueRef:qname
        textAnnotation < base : text? @textFormat
        text closed mixed any :
        script closed mixed any :
        resourceRole < base : resourceRef? resourceParameterBinding* resourceAssignmentExpression? \
        @name
        performer < resourceRole :
        humanPerformer < performer :
        potentialOwner < humanPerformer :
        resourceParameterBinding < base : expression|formalExpression @parameterRef!:qname
        resourceAssignmentExpression < base : expression|formalExpression
        loopCharacteristics < base abstract :
        standardLoopCharacteristics < loopCharacteristics : loopCondition? @testBefore:boolean \
        @loopMaximum:integer
        multiInstanceLoopCharacteristics < loopCharacteristics : loopCardinality? loopDataInputRef? \
        loopDataOutputRef? inputDataItem? outputDataItem? complexBehaviorDefinition* \
        completionCondition? @isSequential:boolean @behavior:None,One,All,Complex \
        @oneBehaviorEventRef:qname @noneBehaviorEventRef:qname
        complexBehaviorDefinition < base : condition event?
        dataInput < base : dataState? @name @itemSubjectRef:qname @isCollection:boolean
        dataOutput < dataInput :
        inputDataItem < dataInput local :
        outputDataItem < dataInput local :
        ioSpecification < base : dataInput* dataOutput* inputSet+ outputSet+
        inputSet < base : dataInputRefs* optionalInputRefs* whileExecutingInputRefs* outputSetRefs* \
        @name
        outputSet < base : dataOutputRefs* optionalOutputRefs* whileExecutingOutputRefs* \
        inputSetRefs* @name
        dataAssociation < base : sourceRef* targetRef transformation? assignment*
        dataInputAssociation < dataAssociation :
        dataOutputAssociation < dataAssociation :
        assignment < base : from to
        eventDefinition < base abstract :
        messageEventDefinition < eventDefinition : operationRef? @messageRef:qname
        signalEventDefinition < eventDefinition : @signalRef:qname
        errorEventDefinition < eventDefinition : @errorRef:qname
        escalationEventDefinition < eventDefinition : @escalationRef:qname
        compensateEventDefinition < eventDefinition : @waitForCompletion:boolean @activityRef:qname
        conditionalEventDefinition < eventDefinition : condition
        linkEventDefinition < eventDefinition : source* target? @name!
        timerEventDefinition < eventDefinition : timeDate|timeDuration|timeCycle?
        cancelEventDefinition < eventDefinition :
        terminateEventDefinition < eventDefinition :
        expression < base mixed :
        formalExpression < expression : @language:uri @evaluatesToTypeRef:qname
        conditionExpression < expression local :
        condition < expression local :
        completionCondition < expression local :
        activationCondition < expression local :
        loopCondition < expression local :
        loopCardinality < expression local :
        timeDate < expression local :
        timeDuration < expression local :
        timeCycle < expression local :
        from < expression local :
        to < expression local :
        transformation < formalExpression local :
        messagePath < formalExpression local :
        dataPath < formalExpression local :
        BPMNDiagram closed : BPMNPlane BPMNLabelStyle* @id:id @name @documentation @resolution:double
        BPMNPlane : extension? BPMNShape|BPMNEdge* @id:id @bpmnElement:qname
        BPMNShape : extension? Bounds BPMNLabel? @id:id @bpmnElement:qname @isHorizontal:boolean \
        @isExpanded:boolean @isMarkerVisible:boolean @isMessageVisible:boolean \
        @participantBandKind:top_initiating,middle_initiating,bottom_initiating,\
        top_non_initiating,middle_non_initiating,bottom_non_initiating \
        @choreographyActivityShape:qname
        BPMNEdge : extension? waypoint{2} BPMNLabel? @id:id @bpmnElement:qname @sourceElement:qname \
        @targetElement:qname @messageVisibleKind:initiating,non_initiating
        BPMNLabel : extension? Bounds? @id:id @labelStyle:qname
        BPMNLabelStyle closed : Font @id:id
        Font closed : @name @size:double @isBold:boolean @isItalic:boolean @isUnderline:boolean \
        @isStrikeThrough:boolean
        Bounds closed : @x!:double @y!:double @width!:double @height!:double
        waypoint closed : @x!:double @y!:double
        """

    /// The elements that hold nothing but a reference, by the type of its text.
    static let references: [String: [String]] = [
        "qname": [
            "incoming", "outgoing", "categoryValueRef", "eventDefinitionRef",
            "supportedInterfaceRef",
            "supports", "inMessageRef", "outMessageRef", "errorRef", "participantRef",
            "messageFlowRef", "correlationPropertyRef", "choreographyRef", "interfaceRef",
            "endPointRef", "innerParticipantRef", "outerParticipantRef", "resourceRef",
            "loopDataInputRef", "loopDataOutputRef", "operationRef", "source", "target",
        ],
        "idref": [
            "flowNodeRef", "sourceRef", "targetRef", "dataInputRefs", "optionalInputRefs",
            "whileExecutingInputRefs", "outputSetRefs", "dataOutputRefs", "optionalOutputRefs",
            "whileExecutingOutputRefs", "inputSetRefs",
        ],
    ]

    /// The members of groups that are not simply the descendants of the type of that name.
    static let rootElements: [String] = [
        "process", "collaboration", "choreography", "globalChoreographyTask", "globalConversation",
        "message", "signal", "error", "escalation", "itemDefinition", "interface", "dataStore",
        "category", "resource", "endPoint", "partnerEntity", "partnerRole", "correlationProperty",
        "globalTask", "globalManualTask", "globalUserTask", "globalScriptTask",
        "globalBusinessRuleTask",
    ]

    /// The members of the group of artifacts.
    static let artifacts = ["association", "group", "textAnnotation"]
}
