import type { Models } from '../../../application/models.ts';
import { modelEndpoints as endpoints } from '../../../contract/api/model.ts';
import { type Route, route } from '../../route.ts';

/** Models for the designer. */
export function modelRoutes(models: Models): Route[] {
  return [
    route(endpoints.listModels, () => models.list()),
    route(endpoints.getModel, ({ params }) => models.get(params.id)),
    route(endpoints.checkDeployment, ({ body }) => models.check(body.resource, body.content)),
    route(endpoints.deployModel, ({ body }) => models.deploy(body)),
  ];
}
