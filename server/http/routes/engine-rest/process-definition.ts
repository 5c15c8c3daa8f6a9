import { startDefinition, suspendInstance } from '../../../application/access/needs.ts';
import { suspendInstances } from '../../../application/suspend-instances.ts';
import type { ModificationInstructionDto } from '../../../contract/engine-rest/modification.ts';
import { readInstructions } from '../../engine-rest/modification-instruction.ts';
import { startEventOf } from '../../../application/generated-form/generated-forms.ts';
import { startProcess } from '../../../application/start-process.ts';
import { NotFound } from '../../../application/errors.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import type { DefinitionAddress } from '../../../contract/engine-rest/definition-address.ts';
import { processDefinitionEndpoints as endpoints } from '../../../contract/engine-rest/process-definition.ts';
import type { VariableMapInput } from '../../../contract/engine-rest/value.ts';
import type { Variables, VariableValue } from '../../../engine/instance/value.ts';
import { initialData } from '../../../form/defaults.ts';
import { readForm } from '../../../form/read-form.ts';
import { toFormVariables } from '../../../service/request/form-variables.ts';
import { hasRoleFor } from '../../access.ts';
import { processDefinitionDto } from '../../engine-rest/dto.ts';
import { fromDtoMap, toDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError, wrapped } from '../../engine-rest-failure.ts';
import { type Language, type Route, route } from '../../route.ts';
import { checkAgainstForm, type FormPlace, getDeployedForm } from './deployed-form.ts';
import { listCalledDefinitions } from './called-definitions.ts';
import { sendDiagram } from './diagram.ts';
import { describeFormVariables, sendRenderedForm, submitGeneratedForm } from './generated-form.ts';
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import { all } from './selection.ts';
import { chooseVariables } from './variables.ts';

interface StartBody {
  readonly variables?: VariableMapInput | undefined;
  readonly businessKey?: string | null | undefined;
  readonly withVariablesInReturn?: boolean | null | undefined;
  readonly startInstructions?: readonly ModificationInstructionDto[] | null | undefined;
  readonly skipCustomListeners?: boolean | null | undefined;
  readonly skipIoMappings?: boolean | null | undefined;
}

/** Activities to start at instead of the start event. @throws EngineRestError 400 for an instruction to cancel */
function readStartAt(body: StartBody) {
  if (!body.startInstructions || body.startInstructions.length === 0) return {};
  if (body.startInstructions.some(({ type }) => type === 'cancel'))
    throw new EngineRestError(
      400,
      'InvalidRequestException',
      "An instance cannot be started with a 'cancel' instruction.",
    );
  return {
    startAt: {
      instructions: readInstructions(body.startInstructions),
      skipListeners: body.skipCustomListeners ?? false,
      skipMappings: body.skipIoMappings ?? false,
    },
  };
}

/** With `startablePermissionCheck` only those are found of which the caller may start instances. */
async function startableBy(caller: Caller, request: ListRequest, { access }: RestParts): Promise<ListRequest> {
  if (!request.filters.has('startablePermissionCheck')) return request;
  const filters = new Map([...request.filters].filter(([name]) => name !== 'startablePermissionCheck'));
  const [start] = endpoints.startProcessInstance;
  const also = await access.scopeOf(caller, startDefinition, start !== undefined && hasRoleFor(start, caller));
  return { ...request, filters, ...(also ? { also } : {}) };
}

/** Process definitions, by id, by key, and by key and tenant. */
export function processDefinitionRoutes(parts: RestParts): Route[] {
  const { reader, definitions, publicUrl } = parts;
  const find = (address: DefinitionAddress) => findDefinition(address, parts);
  const start = async (
    address: DefinitionAddress,
    body: StartBody,
    { caller, language, byForm }: { readonly caller: Caller; readonly language: Language; readonly byForm: boolean },
  ) => {
    const found = await find(address);
    const prefix = `Cannot instantiate process definition ${found.row.id}: `;
    const sent = fromDtoMap(body.variables, 'process instance');
    const submitted = byForm
      ? await submitStart(found, sent, { caller, language, prefix, parts })
      : { variables: sent };
    const businessKey = body.businessKey ?? submitted.businessKey ?? null;
    const { id, result } = await wrapped(
      () =>
        startProcess(
          { ...found, businessKey, variables: submitted.variables, caller, byForm, ...readStartAt(body) },
          parts,
        ),
      { status: 500, prefix },
    );
    return {
      links: [{ method: 'GET', href: `${publicUrl}/engine-rest/process-instance/${id}`, rel: 'self' }],
      id,
      definitionId: found.row.id,
      definitionKey: found.row.key,
      businessKey,
      caseInstanceId: null,
      ended: result.ended,
      suspended: result.suspended,
      tenantId: found.row.tenantId,
      ...(body.withVariablesInReturn ? { variables: toDtoMap(result.variables) } : {}),
    };
  };
  const each = <E, R extends Route>(list: readonly E[], make: (endpoint: E) => R) => list.map(make);
  return [
    route(endpoints.listProcessDefinitions, async ({ query }, { caller }) =>
      (await reader.list('process-definition', await startableBy(caller, query, parts))).map(processDefinitionDto),
    ),
    route(endpoints.countProcessDefinitions, async ({ query }, { caller }) => ({
      count: await reader.count('process-definition', await startableBy(caller, query, parts)),
    })),
    ...each(endpoints.getProcessDefinition, (endpoint) =>
      route(endpoint, async ({ params }) =>
        processDefinitionDto(
          await getRow(parts, 'process-definition', ['processDefinitionId', (await find(params)).row.id]),
        ),
      ),
    ),
    ...each(endpoints.getProcessDefinitionXml, (endpoint) =>
      route(endpoint, async ({ params }) => {
        const { row } = await find(params);
        const bytes = await definitions.findResource(row.deploymentId, row.resourceName);
        if (!bytes) throw new NotFound(`The file ${row.resourceName} of deployment ${row.deploymentId} is missing.`);
        return { id: row.id, bpmn20Xml: new TextDecoder().decode(bytes) };
      }),
    ),
    ...each(endpoints.getProcessDefinitionDiagram, (endpoint) =>
      route(endpoint, async ({ params }, { koa }) => sendDiagram((await find(params)).row, koa, parts)),
    ),
    route(endpoints.getStaticCalledDefinitions, async ({ params }) =>
      listCalledDefinitions((await find(params)).definition, parts),
    ),
    ...each(endpoints.startProcessInstance, (endpoint) =>
      route(endpoint, ({ params, body }, { caller, language }) =>
        start(params, body, { caller, language, byForm: false }),
      ),
    ),
    ...each(endpoints.setHistoryTimeToLive, (endpoint) =>
      route(endpoint, async ({ params, body }) => {
        const { row } = await find(params);
        await parts.setHistoryTimeToLive(row.id, body.historyTimeToLive);
        definitions.forgetLatest();
      }),
    ),
    ...each(endpoints.submitStartForm, (endpoint) =>
      route(endpoint, ({ params, body }, { caller, language }) =>
        start(params, body, { caller, language, byForm: true }),
      ),
    ),
    ...each(endpoints.getStartForm, (endpoint) =>
      route(endpoint, async ({ params }) => {
        const { row, definition } = await find(params);
        const { formKey, formRef, generatedForm } = startEventOf(definition) ?? {};
        const generated = generatedForm
          ? `embedded:engine://engine/:engine/process-definition/${row.id}/rendered-form`
          : null;
        return {
          key: formKey ?? generated,
          camundaFormRef: formRef
            ? { key: formRef.key, binding: formRef.binding, version: formRef.version ?? null }
            : null,
          contextPath: null,
        };
      }),
    ),
    ...each(endpoints.getRenderedStartForm, (endpoint) =>
      route(endpoint, async ({ params }, { caller, koa }) => {
        const { row, definition } = await find(params);
        await sendRenderedForm(
          koa,
          parts.generatedForms.openStart(definition, caller),
          `No matching rendered start form for process definition with the id ${row.id} found.`,
        );
      }),
    ),
    ...each(endpoints.getDeployedStartForm, (endpoint) =>
      route(endpoint, async ({ params }, { koa }) => {
        const found = await find(params);
        const place = formPlaceOf(found);
        if (!place)
          throw new EngineRestError(
            400,
            'InvalidRequestException',
            `The process definition ${found.row.id} has no deployed start form: give its start event a camunda:formRef.`,
          );
        koa.type = 'application/json';
        koa.body = JSON.stringify(await getDeployedForm(place, parts));
      }),
    ),
    // The default values of the form's fields, as Camunda gives those of its generated forms.
    ...each(endpoints.getStartFormVariables, (endpoint) =>
      route(endpoint, async ({ params, query }, { caller }) => {
        const found = await find(params);
        const open = parts.generatedForms.openStart(found.definition, caller);
        if (open) return await describeFormVariables(open, query);
        const place = formPlaceOf(found);
        const defaults = place
          ? toFormVariables(initialData(readForm(await getDeployedForm(place, parts)).form))
          : new Map<string, VariableValue>();
        return toDtoMap(chooseVariables(defaults, query.variableNames), query.deserializeValues);
      }),
    ),
    ...each(endpoints.setProcessDefinitionSuspended, (endpoint) =>
      route(endpoint, async ({ params, body }, { caller, reach }) => {
        const { row } = await find(params);
        if (body.includeProcessInstances) await reach.require('process-definition', [row.id], suspendInstance);
        await parts.suspendDefinition(row.id, body.suspended);
        definitions.forgetLatest();
        if (!body.includeProcessInstances) return;
        const within = await reach.scopeOf(suspendInstance);
        await suspendInstances(
          all(new Map([['processDefinitionId', row.id]]), within),
          { suspended: body.suspended, userId: caller.userId },
          parts,
        );
      }),
    ),
  ];
}

/** @throws 404 as Camunda words it, by id and by key. */
export async function findDefinition(address: DefinitionAddress, { definitions }: RestParts) {
  const tenantId = address.tenantId ?? null;
  const found = await definitions.findProcess(
    address.key === undefined ? { by: 'id', id: address.id ?? '' } : { by: 'latest', key: address.key, tenantId },
  );
  if (found) return found;
  if (address.key === undefined)
    throw new EngineRestError(404, 'InvalidRequestException', `No matching definition with id ${address.id ?? ''}`);
  throw new EngineRestError(
    404,
    'RestException',
    `No matching process definition with key: ${address.key} and ${tenantId === null ? 'no tenant-id' : `tenant-id: ${tenantId}`}`,
  );
}

/**
 * What a submitted start form sets: machines and administrators set what they like beside its fields.
 * @throws 400 when a value breaks a rule of the form, ProcessingFailure
 */
async function submitStart(
  found: Awaited<ReturnType<typeof findDefinition>>,
  sent: Variables,
  by: { readonly caller: Caller; readonly language: Language; readonly prefix: string; readonly parts: RestParts },
): Promise<{ readonly variables: Variables; readonly businessKey?: string }> {
  const { caller, parts } = by;
  const open = parts.generatedForms.openStart(found.definition, caller);
  if (open) {
    const key = sent.get(open.form.businessKeyField ?? '')?.value ?? null;
    const variables = await wrapped(() => submitGeneratedForm(open, sent, by), { status: 500, prefix: by.prefix });
    return { variables, ...(key === null || key === '' ? {} : { businessKey: String(key) }) };
  }
  const place = formPlaceOf(found);
  if (place) checkAgainstForm(await getDeployedForm(place, parts), sent, by.language);
  return { variables: sent };
}

/** Where the start form is; undefined when the start event names none. */
function formPlaceOf(found: Awaited<ReturnType<typeof findDefinition>>): FormPlace | undefined {
  const reference = startEventOf(found.definition)?.formRef;
  return reference && { ...reference, deploymentId: found.row.deploymentId, tenantId: found.row.tenantId };
}
