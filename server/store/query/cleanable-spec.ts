import type { ListKind } from '../../application/ports/list-reader.ts';
import { removalTimeOf } from '../removal-time.ts';
import { among, holds } from './condition.ts';
import type { ListSpec } from './spec-of-list.ts';

type CleanableKind = Extract<ListKind, `cleanable-${string}`>;

const tenant = { tenantIdIn: among('t.tenant_id'), withoutTenantId: holds('t.tenant_id is null') };
const ENDED = 'from history_process_instance e where e.definition_id = t.id and e.ended_at is not null';
const FINISHED_INSTANCES = `(select count(*) ${ENDED})`;
const EVALUATED = 'from history_decision_instance e where e.decision_definition_id = t.id';
const FINISHED_DECISIONS = `(select count(*) ${EVALUATED})`;
/** Those of processes go with their instance, unless they have a time of their own. */
const REMOVAL_OF_DECISION = `case when e.removal_fixed = 1 then e.removal_time else coalesce(e.removal_time, ${removalTimeOf('e.process_instance_id')}) end`;

/** What cleanup could remove now, beside what has ended: per definition, and per type of batch. */
export const cleanableSpecs: Readonly<Record<CleanableKind, ListSpec>> = {
  'cleanable-process-instance': {
    from: 'process_definition t',
    columns: `t.*, ${FINISHED_INSTANCES} as finished, (select count(*) ${ENDED} and ${removalTimeOf('e.id')} <= :now) as cleanable`,
    filters: {
      processDefinitionIdIn: among('t.id'),
      processDefinitionKeyIn: among('t.key'),
      compact: holds(`exists (select 1 ${ENDED})`),
      ...tenant,
    },
    sort: { finished: FINISHED_INSTANCES },
  },
  'cleanable-decision-instance': {
    from: 'decision_definition t',
    columns: `t.*, ${FINISHED_DECISIONS} as finished, (select count(*) ${EVALUATED} and ${REMOVAL_OF_DECISION} <= :now) as cleanable`,
    filters: {
      decisionDefinitionIdIn: among('t.id'),
      decisionDefinitionKeyIn: among('t.key'),
      compact: holds(`exists (select 1 ${EVALUATED})`),
      ...tenant,
    },
    sort: { finished: FINISHED_DECISIONS },
  },
  'cleanable-batch': {
    from: '(select type, count(*) as finished, sum(case when removal_time <= :now then 1 else 0 end) as cleanable from batch where ended_at is not null group by type) t',
    columns: 't.*',
    filters: {},
    sort: { finished: 't.finished' },
    tie: ['t.type'],
  },
};
