"""Scripts in every place that a model has for them."""
from cases import *  # noqa: F403

SET = "execution.setVariable('x', %s)"

# Names of the language.
for name in ('JavaScript', 'ecmascript', 'ECMAScript', 'js', 'Javascript'):
    case(f'language {name}', through(task('1', name)))

# Result variables and scopes.
case('no result variable', through(task('1', result=None)))
case('result hides nothing when null', through(task('null')), {'result': {'value': 1, 'type': 'Integer'}})
case('two script tasks', through(task("execution.setVariable('a', 1)", result=None), 't')
     .replace('<userTask id="u"/>', task('a + 1', id='u') + flow('u', 'v') + '<userTask id="v"/>'))
case('local variable of a scope', through(
    '<subProcess id="t">' + extension(mapping('input', 'in', '5')) + '<startEvent id="s2"/>' + flow('s2', 't2')
    + task("execution.setVariable('in', 6); execution.setVariable('out', execution.getVariable('in')); "
           "execution.getParentId() != null", id='t2') + '</subProcess>'))
case('set where the variable is', through(
    '<subProcess id="t">' + extension(mapping('input', 'x', 'inner')) + '<startEvent id="s2"/>' + flow('s2', 't2')
    + task(SET % "'changed'", id='t2') + flow('t2', 'u2') + '<userTask id="u2"/></subProcess>'),
    {'x': {'value': 'outer', 'type': 'String'}})
case('parent and instance', through(
    '<subProcess id="t"><startEvent id="s2"/>' + flow('s2', 't2')
    + task("execution.getProcessInstance().setVariable('top', 1); execution.getParent().getId() == execution.getProcessInstanceId()",
           id='t2') + '</subProcess>'))
case('multi-instance', through(task(
    "var sum = execution.getVariable('sum') || 0; execution.setVariable('sum', sum + loopCounter)", result=None)
    .replace('<script>', '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>4</loopCardinality>'
             '</multiInstanceLoopCharacteristics><script>')))

# Resources.
case('resource of the deployment', through(task('', resource='deployment://a.js')), files={'a.js': '40 + 2'})
case('resource by expression', through(task('', resource='${where}')), {'where': {'value': 'deployment://a.js', 'type': 'String'}},
     files={'a.js': '"from " + where'})
case('resource that is missing', through(task('', resource='deployment://none.js')))
case('source by expression', through(task('${code}')), {'code': {'value': '6 * 7', 'type': 'String'}})
case('resource in a folder', through(task('', resource='deployment://lib/a.js')), files={'lib/a.js': "'é'"})
case('resource of a listener', through('<task id="t">' + extension(listener('start', '', resource='deployment://a.js')) + '</task>'),
     files={'a.js': SET % 3})
case('resource of a mapping', through('<userTask id="t">' + extension(mapping('input', 'm', script('', resource='deployment://a.js'))) + '</userTask>'),
     files={'a.js': '[1,2]'})

# Execution listeners.
for event in ('start', 'end'):
    case(f'listener {event}', through('<task id="t">' + extension(listener(
        event, "execution.setVariable('seen', execution.getEventName() + execution.getCurrentActivityId())")) + '</task>'))
    case(f'listener {event} fails', through('<task id="t">' + extension(listener(event, "throw new Error('no')")) + '</task>'))
    case(f'listener {event} of the process', extension(listener(event, SET % 1)) + through(task('1')), steps=[{'complete': 'u'}])
case('listener take', '<startEvent id="s"/>' + flow('s', 'u', extension(listener(
    'take', "execution.setVariable('seen', execution.getEventName() + execution.getCurrentTransitionId())"))) + '<userTask id="u"/>')
case('listener feel', through('<task id="t">' + extension(listener('start', '1 + 1', format='feel')) + '</task>'))
case('listener of an event', '<startEvent id="s">' + extension(listener('start', SET % 1)) + '</startEvent>' + flow('s', 'u') + '<userTask id="u"/>')
case('listener of a gateway', through('<exclusiveGateway id="t">' + extension(listener('end', SET % 7)) + '</exclusiveGateway>'))
case('listener of a sub-process', through('<subProcess id="t">' + extension(listener('start', "execution.setVariableLocal('in', 1); " + SET % 2))
     + '<startEvent id="s2"/>' + flow('s2', 'u2') + '<userTask id="u2"/></subProcess>'))
case('listener throws an error', caught('<serviceTask id="t" camunda:expression="${1}">' + extension(listener(
    'start', "throw new org.operaton.bpm.engine.delegate.BpmnError('E1', 'm')")) + '</serviceTask>'))
case('listener end throws an error', caught('<serviceTask id="t" camunda:expression="${1}">' + extension(listener(
    'end', "throw new org.operaton.bpm.engine.delegate.BpmnError('E1', 'm')")) + '</serviceTask>'))
case('two listeners in order', through('<task id="t">' + extension(
    listener('start', "execution.setVariable('o', 'a')") + listener('start', "execution.setVariable('o', o + 'b')")) + '</task>'))

# Task listeners.
case('task create', through('<userTask id="t" name="N">' + extension(task_listener('create', "task.setAssignee('mary')")) + '</userTask>'))
case('task properties', through('<userTask id="t" name="N" camunda:priority="7">' + extension(task_listener('create', ' '.join([
    "task.setVariable('a', task.getName() + task.getTaskDefinitionKey() + task.getPriority());",
    "task.setVariable('e', task.getEventName());",
    "task.setVariable('same', task.getExecution().getId() == task.getExecutionId());",
    "task.setVariable('p', task.getProcessInstanceId() == task.getExecution().getProcessInstanceId());",
    "task.setVariable('none', task.getAssignee());"]))) + '</userTask>'))
case('task setters', through('<userTask id="t">' + extension(task_listener('create', ' '.join([
    "task.setName('New'); task.setDescription('D'); task.setOwner('joe'); task.setPriority(80);",
    "task.addCandidateGroup('g'); task.addCandidateUser('c'); task.setVariableLocal('loc', 1);",
    "task.setDueDate(new java.util.Date(0));"]))) + '</userTask>'))
case('task assignment', through('<userTask id="t" camunda:assignee="mary">' + extension(task_listener(
    'assignment', "task.setVariable('who', task.getAssignee())")) + '</userTask>'))
case('task complete', through('<userTask id="t">' + extension(task_listener(
    'complete', "task.setVariable('done', answer + '!')")) + '</userTask>'), steps=[{'complete': 't', 'variables': {'answer': {'value': 'yes', 'type': 'String'}}}])
case('task complete fails', through('<userTask id="t">' + extension(task_listener('complete', "throw new Error('no')")) + '</userTask>'),
     steps=[{'complete': 't'}])
case('task complete throws an error', caught('<userTask id="t">' + extension(task_listener(
    'complete', "throw new org.operaton.bpm.engine.delegate.BpmnError('E1', 'm')")) + '</userTask>'), steps=[{'complete': 't'}])
case('task create fails', through('<userTask id="t">' + extension(task_listener('create', 'nothing.at.all')) + '</userTask>'))
case('task local variables', through('<userTask id="t">' + extension(
    task_listener('create', "task.setVariableLocal('loc', 2)") + task_listener('complete', "task.getExecution().setVariable('seen', loc)"))
    + '</userTask>'), steps=[{'complete': 't'}])
case('task listener of the invoice', through('<userTask id="t">' + extension(task_listener(
    'create', "if(!!task.getVariable('approver')) {\n  task.setAssignee(approver);\n}")) + '</userTask>'),
    {'approver': {'value': 'demo', 'type': 'String'}})
case('task variables', through('<userTask id="t">' + extension(task_listener('create', ' '.join([
    "task.setVariable('x', 1); task.setVariable('y', task.getVariable('x') + 1);",
    "task.setVariable('h', task.hasVariable('zz')); task.removeVariable('x');"]))) + '</userTask>'))
case('task completes itself', through('<userTask id="t">' + extension(task_listener('create', 'task.complete()')) + '</userTask>'))

# Setters of tasks take what fits, and refuse what does not.
for source in ("task.setPriority(80.0)", "task.setPriority(7.5)", "task.setPriority('80')", "task.setDueDate('2026-01-01')",
               "task.setDueDate(new Date(0))", "task.setFollowUpDate(new java.util.Date(0))", "task.setDueDate(null)",
               "task.setDueDate(java.util.Date.from(java.time.Instant.parse('2026-01-01T00:00:00Z')))", "task.setAssignee(5)",
               "task.setName(null)", "task.setVariable('c', task.getCaseInstanceId())", "task.setOwner('o'); task.setVariable('ow', task.getOwner())",
               "task.addCandidateGroups(ids)", "task.delete('r')"):
    case(f'task {source}', through('<userTask id="t" name="N">' + extension(task_listener('create', source)) + '</userTask>'),
         {'ids': {'value': '["a","b"]', 'type': 'Object', 'valueInfo': {
             'objectTypeName': 'java.util.ArrayList', 'serializationDataFormat': 'application/json'}}} if 'ids' in source else {})

# Mappings.
for name, source in {
    'number': '1 + 1', 'text': "'a' + s", 'null': 'null', 'list': '[1,2]', 'object': '({a: 1})', 'variable': 'i',
    'json': """S('{"a":1}')""", 'boolean': 'i > 3', 'double': '1.5', 'date': 'dt',
}.items():
    case(f'input {name}', through('<userTask id="t">' + extension(mapping('input', 'm', script(source))) + '</userTask>'), uses(source))
    case(f'output {name}', through('<task id="t">' + extension(mapping('output', 'm', script(source))) + '</task>'), uses(source))
case('input fails', through('<userTask id="t">' + extension(mapping('input', 'm', script('zz + 1'))) + '</userTask>'))
case('output fails', through('<task id="t">' + extension(mapping('output', 'm', script("throw new Error('no')"))) + '</task>'))
case('input throws an error', caught('<serviceTask id="t" camunda:expression="${1}">' + extension(mapping(
    'input', 'm', script("throw new org.operaton.bpm.engine.delegate.BpmnError('E1')"))) + '</serviceTask>'))
case('input in a list', through('<userTask id="t">' + extension(mapping(
    'input', 'm', '<camunda:list><camunda:value>a</camunda:value>' + script('1+1') + '</camunda:list>')) + '</userTask>'))
case('input in a map', through('<userTask id="t">' + extension(mapping(
    'input', 'm', '<camunda:map><camunda:entry key="k">' + script("'v' + 1") + '</camunda:entry></camunda:map>')) + '</userTask>'))
case('input feel', through('<userTask id="t">' + extension(mapping('input', 'm', script('i * 2', format='feel'))) + '</userTask>'), uses('i'))
case('input uses an earlier one', through('<userTask id="t">' + extension(
    '<camunda:inputOutput><camunda:inputParameter name="a">' + script('1') + '</camunda:inputParameter>'
    '<camunda:inputParameter name="b">' + script("typeof a") + '</camunda:inputParameter></camunda:inputOutput>') + '</userTask>'))
case('input sets a variable', through('<userTask id="t">' + extension(mapping('input', 'm', script(SET % 5 + '; x'))) + '</userTask>'),
     {'x': {'value': 1, 'type': 'Integer'}})
case('output sees the local result', through(task('41').replace('<script>', extension(mapping('output', 'm', script('result + 1'))) + '<script>')))
case('input of a sub-process', through('<subProcess id="t">' + extension(mapping('input', 'm', script('[3,4]')))
     + '<startEvent id="s2"/>' + flow('s2', 't2') + task('m[1]', id='t2') + '</subProcess>'))

# Conditions of flows.
def gateway(source, language='javascript', **more):
    return ('<startEvent id="s"/>' + flow('s', 'g') + '<exclusiveGateway id="g" default="g-n"/>'
            + flow('g', 'y', condition(source, language, **more)) + flow('g', 'n') + '<userTask id="y"/><userTask id="n"/>')


for source in ('i > 3', 'i > 9', "s == 'hé'", "execution.getVariable('i') == 5", "js.prop('a').numberValue() == 1",
               'b', '1', 'null', "'true'", 'zz > 1', 'map.a === 1', "execution.setVariable('x', 1); true", 'var ok = i > 3; ok',
               'list.contains("b")', 'd > 1', 'if ('):
    case(f'condition {source}', gateway(source), uses(source))
for source in ('i > 3', 'i > 9', 's = "x"', 'i', 'missing > 1', 'map.a = 1', 'i in [1..9]'):
    case(f'condition feel {source}', gateway(source, 'feel'), uses(source))
case('condition of a file', gateway('', resource='deployment://c.js'), uses('i'), files={'c.js': 'i > 3'})
case('condition behind a task', '<startEvent id="s"/>' + flow('s', 't') + '<task id="t"/>' + flow('t', 'y', condition('i > 3'))
     + flow('t', 'n', condition('i > 4')) + '<userTask id="y"/><userTask id="n"/>', uses('i'))
case('condition behind a service that fails', caught('<serviceTask id="t" camunda:expression="${1}"/>', ref='e2', variables=' camunda:errorCodeVariable="code"')
     .replace(flow('t', 'u'), flow('t', 'u', condition("throw new Error('no')"))), error='java.lang.Exception')

# Conditional events.
def waits(source, attributes='', language='javascript'):
    return ('<startEvent id="s"/>' + flow('s', 'w') + f'<intermediateCatchEvent id="w"><conditionalEventDefinition{attributes}>'
            + condition(source, language).replace('conditionExpression', 'condition')
            + '</conditionalEventDefinition></intermediateCatchEvent>' + flow('w', 'u') + '<userTask id="u"/>')


FIVE = {'i': {'value': 5, 'type': 'Integer'}}
case('conditional event', waits('i > 3'), {'i': {'value': 1, 'type': 'Integer'}}, steps=[{'set': FIVE}])
case('conditional event holds', waits('i > 3'), FIVE)
case('conditional event by name', waits('i > 3', ' camunda:variableName="i"'), {'i': {'value': 1, 'type': 'Integer'}},
     steps=[{'set': {'z': {'value': 5, 'type': 'Integer'}}}, {'set': FIVE}])
case('conditional event fails', waits('zz > 3'))
case('conditional event guards', waits("execution.hasVariable('zz') && zz > 3"), steps=[{'set': {'zz': {'value': 4, 'type': 'Integer'}}}])
case('conditional event no truth', waits('1'))
case('conditional event feel', waits('i > 3', language='feel'), {'i': {'value': 1, 'type': 'Integer'}}, steps=[{'set': FIVE}])
case('conditional boundary event', through('<userTask id="t"/>', more='<boundaryEvent id="x" attachedToRef="t"><conditionalEventDefinition>'
     + condition('i > 3').replace('conditionExpression', 'condition') + '</conditionalEventDefinition></boundaryEvent>'
     + flow('x', 'c') + '<userTask id="c"/>'), {'i': {'value': 1, 'type': 'Integer'}}, steps=[{'set': FIVE}])
case('script triggers a condition', '<startEvent id="s"/>' + flow('s', 'f') + '<parallelGateway id="f"/>' + flow('f', 'w')
     + '<intermediateCatchEvent id="w"><conditionalEventDefinition><condition xsi:type="tFormalExpression">${go}</condition>'
     '</conditionalEventDefinition></intermediateCatchEvent>' + flow('w', 'u') + '<userTask id="u"/>' + flow('f', 'k')
     + '<userTask id="k"/>' + flow('k', 't') + task("execution.setVariable('go', true)") + flow('t', 'v') + '<userTask id="v"/>',
     {'go': {'value': False, 'type': 'Boolean'}}, steps=[{'complete': 'k'}])

# Errors.
CODE = ' camunda:errorCodeVariable="code"'
BPMN = "new org.operaton.bpm.engine.delegate.BpmnError('E1', 'mess')"
case('error caught', caught(task(f'throw {BPMN}')))
case('error without message', caught(task("throw new org.operaton.bpm.engine.delegate.BpmnError('E1')")))
case('error by Java.type', caught(task("var B = Java.type('org.operaton.bpm.engine.delegate.BpmnError'); throw new B('E1', 'm')")))
case('error of another code', caught(task("throw new org.operaton.bpm.engine.delegate.BpmnError('E9')")))
case('error caught by any', caught(task(f'throw {BPMN}'), ref=None))
case('error not caught', through(task(f'throw {BPMN}')))
case('error keeps what was set', caught(task(f"{SET % 1}; throw {BPMN}")))
case('error within a try', caught(task(f"try {{ throw {BPMN} }} catch (e) {{ throw e }}")))
case('error to an event sub-process', '<startEvent id="s"/>' + flow('s', 't') + task(f'throw {BPMN}')
     + '<subProcess id="es" triggeredByEvent="true"><startEvent id="es1"><errorEventDefinition errorRef="e1"/></startEvent>'
     + flow('es1', 'c') + '<userTask id="c"/></subProcess>')
for handler in ('java.lang.Exception', 'java.lang.RuntimeException', 'java.lang.Throwable', 'java.lang.IllegalArgumentException'):
    case(f'exception to {handler}', caught(task("throw new Error('no')"), ref='e2', variables=CODE), error=handler)
    case(f'Java exception to {handler}', caught(task("throw new java.lang.IllegalArgumentException('no')"), ref='e2', variables=CODE), error=handler)
case('exception to any', caught(task("throw new Error('no')"), ref=None))
case('exception keeps what was set', caught(task(f"{SET % 1}; nothing"), ref='e2', variables=CODE), error='java.lang.Exception')
case('syntax to java.lang.Exception', caught(task('if ('), ref='e2', variables=CODE), error='java.lang.Exception')
case('spin failure to java.lang.Exception', caught(task("S('{}').prop('x')"), ref='e2', variables=CODE), error='java.lang.Exception')
case('job fails', through(task("throw new Error('no')", attributes=' camunda:asyncBefore="true"')), steps=[{'job': True}, {'job': True}, {'job': True}])
case('job succeeds', through(task('i + 1', attributes=' camunda:asyncBefore="true"')), uses('i'), steps=[{'job': True}])
case('syntax at deployment', through(task('if (', attributes=' camunda:asyncBefore="true"')))

# Models that are around.
case('load test 1', through(task('var a = 1 + 2;\nvar b = "hello " + "world";\nexecution.setVariable("result", a + 0.5);', result=None)))
case('load test 2', through(task("var x = JSON.parse('{\"key\":\"value\",\"num\":42}');\nvar y = x.key + \"-\" + x.num;\nexecution.setVariable(\"parsed\", y);", result=None)))
case('item approval', through(task(
    'var Spin = (function () {\n  try { return Java.type("org.operaton.spin.Spin"); } catch (e1) {}\n'
    '  return Java.type("org.camunda.spin.Spin");\n})();\n'
    'execution.setVariable("OUTPUT", Spin.JSON(\'{"result":"NONE","limit":-1}\'));\n'
    'if (execution.getVariable("BASE_URL") == null) {\n  execution.setVariable("BASE_URL", "http://item-mock:8080");\n}\n'
    'var raw = \'{"relationship":{"category":3}}\';\nvar json = Spin.JSON(raw);\n'
    'execution.setVariable("category", json.prop("relationship").prop("category").numberValue());', result=None)))
case('heusden', through(task(
    'if (svbResult) {\n  execution.setVariable("young", svbResult.young);\n  execution.setVariable("age", svbResult.age);\n}', result=None)),
    {'svbResult': {'value': '{"young":true,"age":17}', 'type': 'Object', 'valueInfo': {
        'objectTypeName': 'java.util.LinkedHashMap', 'serializationDataFormat': 'application/json'}}})
