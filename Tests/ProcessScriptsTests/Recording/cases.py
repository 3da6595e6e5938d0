"""The cases of scripts: small processes, each with one question to an engine.

A case is a process (the inside of `<process>`), files beside it, variables to start with, and steps
to take after the start. `record.py` asks the reference; the tests replay the answers.
"""
from xml.sax.saxutils import escape, quoteattr

CASES = []
HEAD = ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">')
ROOTS = '<error id="e1" errorCode="E1"/><error id="e2" errorCode="%s"/>'

# Variables of every type, for scripts that read them.
ALL = {
    'i': {'value': 5, 'type': 'Integer'}, 'l': {'value': 7, 'type': 'Long'},
    'big': {'value': 9007199254740993, 'type': 'Long'}, 'mid': {'value': 3000000000, 'type': 'Long'},
    'sh': {'value': 3, 'type': 'Short'}, 'd': {'value': 1.5, 'type': 'Double'},
    'd1': {'value': 2.0, 'type': 'Double'}, 's': {'value': 'hé', 'type': 'String'},
    'b': {'value': True, 'type': 'Boolean'}, 'n': {'value': None, 'type': 'Null'},
    'dt': {'value': '2026-03-04T05:06:07.000+0000', 'type': 'Date'},
    'by': {'value': 'aGVsbG8=', 'type': 'Bytes'},
    'js': {'value': '{"a":1,"b":[1,2,{"c":"x"}],"f":1.5,"t":true,"z":null}', 'type': 'Json'},
    'list': {'value': '[1,"b",2.5]', 'type': 'Object', 'valueInfo': {
        'objectTypeName': 'java.util.ArrayList', 'serializationDataFormat': 'application/json'}},
    'map': {'value': '{"a":1,"k":"v","n":{"x":2}}', 'type': 'Object', 'valueInfo': {
        'objectTypeName': 'java.util.LinkedHashMap', 'serializationDataFormat': 'application/json'}},
}


def case(id, process, variables=None, files=None, steps=(), error='X', ours=None, why=None):
    """Adds a case; `ours` are variables that this engine answers otherwise, and `why`."""
    assert (ours is None) == (why is None), id
    assert all(id != other['id'] for other in CASES), id
    text = HEAD + ROOTS % error + f'<process id="p" isExecutable="true">{process}</process></definitions>'
    CASES.append({'id': id, 'model': text, 'variables': variables or {}, 'files': files or {},
                  'steps': list(steps), 'ours': ours, 'why': why})


def flow(source, target, inside='', attributes=''):
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"{attributes}>{inside}</sequenceFlow>'


def task(script, format='javascript', result='result', id='t', resource=None, attributes=''):
    result = f' camunda:resultVariable="{result}"' if result else ''
    if resource:
        return f'<scriptTask id="{id}" scriptFormat="{format}" camunda:resource={quoteattr(resource)}{result}{attributes}/>'
    return f'<scriptTask id="{id}" scriptFormat="{format}"{result}{attributes}><script>{escape(script)}</script></scriptTask>'


def through(element, id='t', more=''):
    """From the start through an element to a user task that waits."""
    return ('<startEvent id="s"/>' + flow('s', id) + element + flow(id, 'u') + '<userTask id="u"/>' + more)


def uses(script):
    """The variables that a script speaks of."""
    import re
    words = set(re.findall(r'\w+', script))
    return {name: value for name, value in ALL.items() if name in words or 'ariables' in script}


def scripts(group, sources, format='javascript', ours=(), **more):
    """A script task each."""
    ours = dict(ours)
    for position, source in enumerate(sources, 1):
        given = ours.get(source)
        case(f'{group} {position}: {source}', through(task(source, format)), uses(source),
             ours=given[0] if given else None, why=given[1] if given else None, **more)


def extension(inside):
    return f'<extensionElements>{inside}</extensionElements>'


def script(source, format='javascript', resource=None):
    where = f' resource={quoteattr(resource)}' if resource else ''
    return f'<camunda:script scriptFormat="{format}"{where}>{escape(source) if not resource else ""}</camunda:script>'


def listener(event, source, **more):
    return f'<camunda:executionListener event="{event}">{script(source, **more)}</camunda:executionListener>'


def task_listener(event, source, **more):
    return f'<camunda:taskListener event="{event}">{script(source, **more)}</camunda:taskListener>'


def mapping(direction, name, value):
    return f'<camunda:inputOutput><camunda:{direction}Parameter name="{name}">{value}</camunda:{direction}Parameter></camunda:inputOutput>'


def condition(source, language='javascript', resource=None):
    where = f' camunda:resource={quoteattr(resource)}' if resource else ''
    return (f'<conditionExpression xsi:type="tFormalExpression" language="{language}"{where}>'
            f'{escape(source) if not resource else ""}</conditionExpression>')


def caught(element, id='t', ref='e1', variables=' camunda:errorCodeVariable="code" camunda:errorMessageVariable="message"'):
    """An element with an error boundary event that leads to a user task of its own."""
    error = f' errorRef="{ref}"' if ref else ''
    return through(element, id, f'<boundaryEvent id="x" attachedToRef="{id}">'
                   f'<errorEventDefinition{error}{variables}/></boundaryEvent>'
                   + flow('x', 'c') + '<userTask id="c"/>')


JSON_BETTER = 'the reference writes {} for objects of Java, which nobody can use'
DATE_BETTER = 'the reference keeps an empty object; a Date is what the script made'
WHOLE = 'JavaScriptCore keeps this whole number as an integer'

scripts('result', [
    '1', '1.5', '2147483648', '10000000000', 'NaN', '1/0', "'a'", 'true', 'null', 'undefined',
    "[1,2,'a']", '({a:1,b:[1,2]})', '0.5+0.5', '10/2', '10/4', "if (1 > 0) { 'big' } else { 'small' }",
    'for (var k=0;k<3;k++) k', 'var z=3', 'function f(){return 1}', 'let z=3; z', 'const z=3',
    'class A{}; new A() instanceof A', '`t${1+1}`', "eval('1+1')", '/a(b)/.exec("ab")[1]', '-0',
    '[]', '({})', "[1.5,{a:[true,null,'x']}]", "new Map([['a',1]])", 'x = 4; x', '7|0', '(5).toFixed(2)',
])
scripts('variable', [
    'i', 'i+1', 'l', 'l+1', 'big', 'big+1', 'mid', 'sh', 'd', 'd1', 'd*2', 'd1*2', "s+'!'", 's.length',
    's.toUpperCase()', "s.split('')[0]", 'b', '!b', 'n', "''+n", 'dt', 'by', 'by.length', 'by[0]', 'js',
    'list', 'map', 'typeof l + typeof i + typeof s + typeof b + typeof n + typeof dt + typeof js + typeof list',
    'var i = 77; i', 'let i = 77; i', 'function i(){return 5}; i()', 'i = 99; execution.getVariable("i")',
    'this.i', 'globalThis.i', 'i/5', 'i*1.0', 'i%2', 'i*1000000000', 'unknown',
    "execution.setVariable('i', 9); i", "execution.setVariable('map', 9); map.a",
    "execution.setVariable('fresh', 9); fresh", "map.q = 1; execution.getVariable('map').q", 'd1 == 2 && d1 === 2',
    'JSON.stringify({i: i, s: s, d: d})', '[i, d1, s].join()', 'big === execution.getVariable("big")',
], ours={'big+1': ({'result': ['Long', 9007199254740993]}, 'a number equal to a Long that the script was given is that Long')})
scripts('number', [
    'Math.round(2.4)', 'Math.floor(2.9)', "parseInt('12')", "Number('12')", 'Math.max(1,2)', 'Math.abs(-3)',
    "'a'.length", '[1,2].length', '100*1.21', '0.1+0.2', '2**31', 'JSON.parse(\'{"a":2}\').a', "parseFloat('12')",
], ours={"parseFloat('12')": ({'result': ['Integer', 12]}, WHOLE)})
scripts('date', [
    'dt.getTime()', 'dt.toString()', "''+dt", 'dt instanceof Date', 'new Date(dt).toISOString()',
    'new Date(dt.getTime()).toISOString()', 'dt.toISOString()', 'dt > new Date(0)', 'dt.before(new java.util.Date())',
    'new Date(0)', 'new java.util.Date(0)', "new java.text.SimpleDateFormat('yyyy-MM-dd').format(dt)",
    'new Date(0).toISOString()', "java.time.LocalDate.parse('2026-01-02').plusDays(3).toString()",
    "java.time.LocalDate.of(2026,1,31).plusMonths(1).toString()", "java.time.LocalDate.parse('2026-01-02').getDayOfWeek().toString()",
    "java.time.LocalDate.parse('2026-01-02').isBefore(java.time.LocalDate.parse('2026-01-03'))",
    "java.time.LocalDateTime.parse('2026-01-02T03:04:05').toString()",
    "java.time.Instant.parse('2026-01-02T00:00:00Z').toEpochMilli()", "java.time.Instant.now().toString().length > 10",
    'java.lang.System.currentTimeMillis() > 0', 'Java.type("java.time.LocalDate").now().getYear() > 2000',
], ours={'new Date(0)': ({'result': ['Date', '1970-01-01T00:00:00.000+0000']}, DATE_BETTER)})
scripts('list', [
    'list[1]', 'list.length', 'list.size()', 'list.get(1)', 'list.add(3); list', 'list[0] = "z"; list[0]',
    'list.push(9); list.size()', "var r=''; for (var x of list) r+=x+';'; r", "list.map(function(x){return x+1}).join(',')",
    "list.indexOf('b')", "list.contains('b')", 'list.isEmpty()', 'list.iterator().next()', "''+list",
    'JSON.stringify(list)', 'list.remove(0); list.size()', "new java.util.ArrayList()",
    "var h = new java.util.ArrayList(); h.add('a'); h.add(2); h", "java.util.Arrays.asList('a','b').size()",
    'list.stream().count()', 'list.get(9)',
])
scripts('map', [
    'map.a', "map['k']", "map.get('k')", 'map.n.x', 'map.size()', "map.put('q',1); map", 'map.missing',
    "map.get('missing')", "map.containsKey('a')", "map.z = 3; map.get('z')", "var r=''; for (var k in map) r+=k; r",
    "''+map", 'new java.util.HashMap()', "var h = new java.util.HashMap(); h.put('a',1); h", 'map.keySet().size()',
    'map.isEmpty()', "map.remove('a'); map.size()", "map.getOrDefault('zz', 4)", 'JSON.stringify(map)',
    "var r=''; map.forEach(function(k, v) { r += k }); r", "var r=''; map.entrySet().forEach(function(e) { r += e.getKey() }); r",
], ours={'JSON.stringify(map)': ({'result': ['String', '{"a":1,"k":"v","n":{"x":2}}']}, JSON_BETTER)})
scripts('spin', [
    "js.prop('a').numberValue()", "js.prop('a')", "''+js", "js.prop('b').elements().size()",
    "js.prop('b').elements().get(2).prop('c').stringValue()", "js.prop('b').elements()[0].numberValue()",
    "js.prop('f').numberValue()", "js.prop('a').value()", "js.prop('q')", "js.hasProp('q')", 'js.fieldNames()',
    'js.fieldNames().size()', "js.prop('z').isNull()", "js.prop('n1',5).toString()", "js.jsonPath('$.b[0]').numberValue()",
    "js.prop('b').append(4).toString()", "js.prop('x1', 1); execution.getVariable('js').hasProp('x1')", 'js.a',
    """S('{"a":1}').prop('a').numberValue()""", """S('{"a":{"b":"x"}}').prop('a').prop('b').stringValue()""",
    "S('[1,2]')", """S('{"a":1}').prop('a').stringValue()""", """S('{"a":"1"}').prop('a').numberValue()""",
    """S('{"a":1').prop('a')""", """org.operaton.spin.Spin.JSON('{"a":1}').prop('a').value()""",
    """Java.type('org.operaton.spin.Spin').S('{"a":1}')""", """S('{"a":1}').mapTo('java.util.HashMap').get('a')""",
    'S({a:1}).toString()', "S('{}').prop('x', 'y').prop('d',1.5).prop('t',true).toString()",
    "S('{}').prop('x', S('[1]')).toString()", "S('{}').prop('x', {a:1}).toString()",
    """S('{"a":1,"b":2}').deleteProp('a').toString()""", "S('[1,2]').remove(1).toString()",
    "S('[1,2]').removeAt(0).toString()", "S('[1,2]').insertAt(0,'x').toString()", "S('[1,2,2]').lastIndexOf(2)",
    "S('[1,2]').indexOf(5)", "S('[1,2]').contains(2)",
    "var r=0; var e=S('[1,2,3]').elements(); for (var k=0;k<e.size();k++) r+=e.get(k).numberValue(); r",
    "var r=0; S('[1,2,3]').elements().forEach(function(e){ r+=e.numberValue() }); r",
    """S('{"a":1.0}').prop('a').numberValue()""", """S('{"a":3000000000}').prop('a').numberValue()""",
    """S('{"a":true}').prop('a').boolValue()""", """S('{"a":1}').isObject()""", "S('[]').isArray()", "S('abc')",
    """S('{"a":null}').prop('a').value()""", """S('{"a": 1 }').toString()""", """S('{"a":1.0}').toString()""",
    """S('{"b":[{"c":1},{"c":2}]}').jsonPath('$.b[?(@.c==2)]').elementList().size()""",
    """S('{"b":[{"c":1},{"c":2}]}').jsonPath('$.b[1].c').element().numberValue()""",
    """S('{"a":[1]}').jsonPath('$.zz').element()""", """S('{"a":[1]}').jsonPath('$..a').elementList().size()""",
    """S('{"a":[1,2,3]}').jsonPath('$.a[*]').elementList().get(1).value()""", """S('{"a":"x"}').jsonPath('$.a').stringValue()""",
    """var o=S('{"a":{}}'); o.prop('a').prop('x',1); o.toString()""", """S('{"a":1}').value()""",
    "org.operaton.spin.Spin.JSON({a:1}).toString()", 'org.operaton.spin.Spin.JSON(map).toString()',
    """S('{"a":1,"b":"x"}').prop('b').toString()""", "S('[1]').removeAt(5)", "S('[1]').insertAt(-1,5).toString()",
])
scripts('execution', [
    "execution.setVariable('x', 1)", "execution.setVariable('x', 'a')", "execution.setVariable('x', null)",
    "execution.setVariable('x', undefined)", "execution.setVariable('x', 1.5)", "execution.setVariable('x', true)",
    "execution.setVariable('x', dt)", "execution.setVariable('x', big)", "execution.setVariable('x', l)",
    "execution.setVariable('x', [1,2])", "execution.setVariable('x', {a:1})", "execution.setVariable('x', js)",
    "execution.setVariable('x', new java.util.HashMap())", "execution.setVariable('x', NaN)",
    "execution.setVariable('i', i+1); execution.getVariable('i') + i", "execution.setVariableLocal('loc', 1)",
    "execution.removeVariable('i'); execution.hasVariable('i')", "execution.setVariables({a1:1,b1:'x'})",
    'execution.getVariables().size()', "execution.getVariables().get('i')", "execution.getVariableNames().contains('i')",
    "execution.hasVariable('i') && !execution.hasVariable('zz')", "execution.getVariable('zz')",
    "execution.getVariable('zz') === null", "execution.getVariableTyped('i').getValue()",
    'execution.getProcessInstanceId() === execution.getId()', 'execution.getCurrentActivityId()',
    'execution.getCurrentActivityName()', 'execution.getProcessBusinessKey()', 'execution.getEventName()',
    "execution.setProcessBusinessKey('bk'); execution.getProcessBusinessKey()", 'execution.getParentId() == null',
    'execution.getSuperExecution()', 'execution.getProcessInstance().getId() == execution.getId()',
    'execution.getActivityInstanceId().substring(0,2)', 'execution.getTenantId()', 'execution.isCanceled()',
    'execution.getBpmnModelElementInstance().getId()', 'execution.foo()', 'execution.getVariable()',
    "execution.setVariable('a')", "execution.setVariable(5, 6)", "execution.getVariableLocal('i')",
    'execution.hasVariables()', "execution.hasVariableLocal('i')", 'execution.getVariable(null)',
    "execution.setVariable('m', {}); var m = execution.getVariable('m'); m.a = 1; execution.setVariable('m', m)",
    "var o = {a:1}; execution.setVariable('o', o); o.a = 2", "execution.removeVariables(); execution.hasVariable('i')",
    "execution.getProcessDefinitionId().substring(0,2)", "execution.setVariable('x', new java.math.BigDecimal('1.5'))",
    "execution.setVariable('js', S('{}'))",
])
scripts('java', [
    'new java.lang.Integer("5") + 1', "java.lang.Integer.parseInt('12')", 'java.lang.Math.max(1,2)',
    'Packages.java.lang.Math.max(1,2)', "java.lang.String.valueOf(5)", "java.lang.Boolean.parseBoolean('true')",
    "new java.lang.StringBuilder('a').append('b').append(1).toString()", "new java.lang.String('abc')",
    'java.util.UUID.randomUUID().toString().length', "new java.math.BigDecimal('1.10').add(new java.math.BigDecimal('2')).toString()",
    'java.lang.Long.valueOf(5)', "execution.setVariable('x', new java.lang.Double(5))", "Java.type('does.not.Exist')",
    'new com.example.Foo()', "java.lang.System.out.println('x')", "print('hello')", "console.log('x')",
    "new org.camunda.bpm.engine.Nothing()", "java.util.Collections.emptyList().size()",
])
scripts('java library', [
    "new java.util.HashSet().size()", "var set = new java.util.HashSet(); set.add('a'); set.add('a'); set.size()",
    "java.util.Map.of('a', 1).get('a')", "java.util.Base64.getEncoder().encodeToString(by)", "new java.lang.String(by)",
    "java.lang.String.format('%s-%d', 'a', 5)", 'java.lang.Math.floor(2.5)', 'java.lang.Math.round(2.5)', 'Java.isJavaObject(list)',
    "new java.text.SimpleDateFormat('yyyy-MM-dd').parse('2026-01-02').getTime()",
    "java.time.temporal.ChronoUnit.DAYS.between(java.time.LocalDate.parse('2026-01-01'), java.time.LocalDate.parse('2026-01-31'))",
    "java.time.LocalDate.parse('2026-01-31').format(java.time.format.DateTimeFormatter.ofPattern('dd/MM/yyyy'))",
    "java.time.LocalDate.parse('nope')", "java.time.LocalDateTime.of(2026,1,2,3,4).plusHours(30).toString()",
    "new java.math.BigDecimal('10.005').setScale(2, java.math.RoundingMode.HALF_UP).toString()",
    "new java.math.BigDecimal('2').multiply(new java.math.BigDecimal('1.5')).doubleValue()", 'dt.toInstant().toString()',
    "var m = new java.util.TreeMap(); m.put('b',1); m.put('a',2); m.size()",
])
scripts('practice', [
    "var total = 0; for (var k = 0; k < list.size(); k++) { if (typeof list.get(k) === 'number') total += list.get(k); } total",
    "var out = {}; out.name = s; out.items = []; out.items.push(1); execution.setVariable('out', out); out.items.length",
    "execution.setVariable('arr', S(JSON.stringify([{id:1},{id:2}]))); execution.getVariable('arr').elements().size()",
    "var j = S('{}'); j.prop('n', i); j.prop('s', s); j.prop('d', d); j.prop('b', b); j", "var j = S('{}'); j.prop('d1', d1); j.toString()",
    """var r = ''; for (var e of S('{"list":[{"n":"a"},{"n":"b"}]}').prop('list').elements()) r += e.prop('n').stringValue(); r""",
    "new Date(dt.getTime() + 86400000).toISOString().substring(0,10)",
    "var x = new Date(dt.getTime()); x.setDate(x.getDate() + 7); x.toISOString().split('T')[0]",
    "execution.setVariable('x', Math.round(d * 100) / 100)", "execution.setVariable('x', n || 'default')",
    "execution.setVariable('x', typeof undefinedThing === 'undefined')", "map.n.x + 1", "map.a++; map.a", "list.filter(function(x){return typeof x === 'string'})[0]",
    "const {a, ...rest} = {a:1, b:2}; rest.b", "switch (i) { case 5: 'five'; break; default: 'other' }", "// only a comment",
])
scripts('failure', [
    "throw new Error('no')", "throw 'text'", 'throw {a:1}', 'throw null', 'if (', 'null.x', 'return 5',
    '"use strict"; q = 1', "throw new java.lang.IllegalArgumentException('iae')", '(function f(){ f() })()',
    "try { null.x } catch (e) { 'caught' }", "try { throw new java.lang.RuntimeException('m') } catch (e) { e.getMessage() + e }",
    "try { throw new org.operaton.bpm.engine.delegate.BpmnError('A','m') } catch (e) { e.getErrorCode() + e.getMessage() }",
    "try { throw new org.operaton.bpm.engine.delegate.BpmnError('A') } catch (e) { '' + e }",
    "throw new org.operaton.bpm.engine.delegate.BpmnError('')", "typeof require + typeof process + typeof Java + typeof fetch",
])
scripts('feel', [
    '1+1', 'i+1', '1.5', '"a"', 'true', 'null', '[1,2]', '{a:1,b:"x"}', 'd1*2', 'i > 3', 'missing', 'list[1]',
    'map.a', 'js.a', 'string length(s)', 'if i > 3 then "big" else "small"', 'for x in [1,2] return x*2', '1 +',
    '10/4', '10/5', 'count(list)', 's + "x"', 'not(b)', 'l', 'sh',
], format='feel')
