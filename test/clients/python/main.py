"""What two Python clients of Camunda 7 do against a started server: `main.py ENGINE_REST_URL USER PASSWORD`."""
import io
import sys
import threading
import time

import pycamunda.auth
import pycamunda.deployment
import pycamunda.externaltask
import pycamunda.incident
import pycamunda.message
import pycamunda.processdef
import pycamunda.processinst
import pycamunda.task
import pycamunda.version
import requests.auth
from camunda.client.engine_client import EngineClient
from camunda.external_task.external_task_worker import ExternalTaskWorker

url, user, password = sys.argv[1:4]
auth = requests.auth.HTTPBasicAuth(user, password)
told = []


def check(name, actual, expected):
    if actual == expected:
        told.append(name)
        print(f'ok {name}')
    else:
        print(f'not ok {name}: {actual!r} is not {expected!r}')
        sys.exit(1)


def ask(request):
    request.auth = auth
    return request()


def eventually(find):
    for _ in range(400):
        found = find()
        if found:
            return found
        time.sleep(0.05)
    return None


def bpmn(key, node, more=''):
    return io.BytesIO(f'''<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">{more}
<bpmn:process id="{key}" isExecutable="true" camunda:historyTimeToLive="P1D"><bpmn:startEvent id="a"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="node"/>
{node}<bpmn:sequenceFlow id="g" sourceRef="node" targetRef="b"/><bpmn:endEvent id="b"/></bpmn:process></bpmn:definitions>'''.encode())


def named(name, file):
    file.name = name
    return file


# pycamunda: deployment, definitions, instances, tasks, external tasks.
external = '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="{}"/>'
create = pycamunda.deployment.Create(url, name='python', source='uji')
create.add_resource(named('orang.bpmn', bpmn('orang', '<bpmn:userTask id="node" name="Periksa"/>')))
create.add_resource(named('luar.bpmn', bpmn('luar', external.format('luar'))))
create.add_resource(named('hitung.bpmn', bpmn('hitung', external.format('hitung'))))
create.add_resource(named('gagal.bpmn', bpmn('gagal', external.format('gagal'))))
create.add_resource(named('kabar.bpmn', bpmn(
    'kabar', '<bpmn:receiveTask id="node" messageRef="m"/>', '<bpmn:message id="m" name="Kabar"/>')))
deployed = ask(create)
check('pycamunda deploys', sorted(each.key for each in deployed.deployed_process_definitions.values()),
      ['gagal', 'hitung', 'kabar', 'luar', 'orang'])
check('pycamunda reads the version', ask(pycamunda.version.Get(url))[:2], '7.')

start = pycamunda.processdef.StartInstance(url, key='orang', business_key='B-1')
start.add_variable(name='nama', value='Sari', type_='String')
instance = ask(start)
tasks = ask(pycamunda.task.GetList(url, process_instance_id=instance.id_))
check('pycamunda finds the task', [each.name for each in tasks], ['Periksa'])
ask(pycamunda.task.Claim(url, id_=tasks[0].id_, user_id=user))
complete = pycamunda.task.Complete(url, id_=tasks[0].id_)
complete.add_variable(name='hasil', value=True, type_='Boolean')
ask(complete)
check('pycamunda completes the task', ask(pycamunda.processinst.GetList(url, process_definition_key='orang')), ())

ask(pycamunda.processdef.StartInstance(url, key='luar'))
fetch = pycamunda.externaltask.FetchAndLock(url, worker_id='ular', max_tasks=3)
fetch.add_topic(name='luar', lock_duration=10000)
locked = ask(fetch)
check('pycamunda fetches', [(each.topic_name, each.worker_id) for each in locked], [('luar', 'ular')])
ask(pycamunda.externaltask.HandleFailure(
    url, id_=locked[0].id_, worker_id='ular', error_message='mati', error_details='rinci', retries=0, retry_timeout=0))
check('pycamunda finds the incident', [each.incident_message for each in ask(
    pycamunda.incident.GetList(url, process_instance_id=locked[0].process_instance_id))], ['mati'])

# camunda-external-task-client-python3: starts, correlation, a worker in a long poll.
config = {'auth_basic': {'username': user, 'password': password}, 'maxTasks': 1, 'lockDuration': 10000,
          'asyncResponseTimeout': 3000, 'retries': 3, 'retryTimeout': 10, 'sleepSeconds': 1}
engine = EngineClient(url, config=config)
seen = {}


def work(task):
    seen[task.get_topic_name()] = seen.get(task.get_topic_name(), 0) + 1
    if task.get_topic_name() == 'gagal':
        return task.failure('tidak bisa', 'rinci', max_retries=1, retry_timeout=10)
    return task.complete({'jawab': task.get_variable('angka') + 1, 'isi': {'a': [1]}}, {'lokal': 'L'})


for topic in ['hitung', 'gagal']:
    worker = ExternalTaskWorker(worker_id=topic, base_url=url, config=config)
    threading.Thread(target=worker.subscribe, args=(topic, work), daemon=True).start()
time.sleep(0.5)
begun = engine.start_process('hitung', {'angka': 41}, business_key='H')


def history(path):
    return requests.get(f'{url}/history/{path}', auth=auth).json()


result = eventually(lambda: {each['name']: each['value'] for each in history(
    f'variable-instance?processInstanceId={begun["id"]}') if each['name'] in ('jawab', 'angka')}.get('jawab'))
check('the Python worker is woken and completes', result, 42)
failing = engine.start_process('gagal', {})
check('the Python worker tells failures', eventually(lambda: [each['incidentMessage'] for each in requests.get(
    f'{url}/incident?processInstanceId={failing["id"]}', auth=auth).json()]), ['tidak bisa'])
engine.start_process('kabar', {}, business_key='K')
check('the Python client correlates', [each['resultType'] for each in engine.correlate_message(
    'Kabar', business_key='K')], ['Execution'])
print(f'{len(told)} passed, 0 failed')
