import type { Models } from '../../../application/models.ts';
import { modelEndpoints as endpoints } from '../../../contract/api/model.ts';
import { type Route, route } from '../../route.ts';
import { tellFinding } from '../../tell-finding.ts';

/** Models for the designer. */
export function modelRoutes(models: Models): Route[] {
  return [
    route(endpoints.listModels, () => models.list()),
    route(endpoints.getModel, ({ params }) => models.get(params.id)),
    route(endpoints.listModelNames, () => models.listNames()),
    route(endpoints.checkDeployment, async ({ body }, { language }) => {
      const { findings } = await models.check(body.resource, body.content);
      return { findings: findings.map((each) => tellFinding(each, language)) };
    }),
    route(endpoints.deployModel, async ({ body }, { language }) => {
      const deployed = await models.deploy(body);
      return { ...deployed, findings: deployed.findings.map((each) => tellFinding(each, language)) };
    }),
  ];
}
