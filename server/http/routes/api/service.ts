import { need } from '../../../application/access/needs.ts';
import { serviceEndpoints } from '../../../contract/api/service.ts';
import type { ServiceFile } from '../../../service/catalogue/check-service.ts';
import type { ServiceSide } from '../../../service/create-service-side.ts';
import { readMultipart } from '../../multipart.ts';
import { readStream } from './read-stream.ts';
import { type Route, route } from '../../route.ts';
import { tellFinding } from '../../tell-finding.ts';

const MOST_FILES = 100;
const MOST_BYTES = 5 * 1024 * 1024;

/** The catalogue. */
export function serviceRoutes({ catalogue }: ServiceSide): Route[] {
  return [
    route(serviceEndpoints.listServices, () => catalogue.listSummaries()),
    route(serviceEndpoints.getService, ({ params }) => catalogue.getDetail(params.key)),
    route(
      serviceEndpoints.getServiceForm,
      async ({ params }) => (await catalogue.getStartForm(params.key)) as { id: string; components: unknown[] },
    ),
    route(serviceEndpoints.deployService, async (_input, { caller, koa, language, reach }) => {
      await reach.requireAll([need('deployment')('CREATE')]);
      const files: ServiceFile[] = [];
      await readMultipart(koa.req, { files: MOST_FILES, fields: 20 }, async (part) => {
        if (part.kind === 'file') files.push({ name: part.filename, bytes: await readStream(part.stream, MOST_BYTES) });
      });
      const { deploymentId, service, findings } = await catalogue.deployService(files, caller.userId);
      return { deploymentId, service, findings: findings.map((each) => tellFinding(each, language)) };
    }),
  ];
}
