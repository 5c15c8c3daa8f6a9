import { need } from '../../../application/access/needs.ts';
import type { Models } from '../../../application/models.ts';
import { modelEndpoints as endpoints } from '../../../contract/api/model.ts';
import { type Route, route } from '../../route.ts';
import { tellFinding } from '../../tell-finding.ts';

/** Models for the designer. */
export function modelRoutes(models: Models): Route[] {
  return [
    route(endpoints.listModels, (_input, { reach }) => models.list(reach)),
    route(endpoints.getModel, ({ params }, { reach }) => models.get(params.id, reach)),
    route(endpoints.listModelNames, (_input, { reach }) => models.listNames(reach)),
    route(endpoints.checkDeployment, async ({ body }, { language }) => {
      const { findings } = await models.check(body.resource, body.content);
      return { findings: findings.map((each) => tellFinding(each, language)) };
    }),
    route(endpoints.deployModel, async ({ body }, { language, reach }) => {
      await reach.requireAll([need('deployment')('CREATE')]);
      const deployed = await models.deploy(body);
      return { ...deployed, findings: deployed.findings.map((each) => tellFinding(each, language)) };
    }),
  ];
}
