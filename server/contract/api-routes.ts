/**
 * Method and path of every endpoint of `/api`. Kept apart from the schemas so that the browser's client carries this
 * table and no validator.
 */
export const apiRoutes = {
  getSession: ['GET', '/api/session'],
  signIn: ['POST', '/api/session'],
  signOut: ['DELETE', '/api/session'],

  listServices: ['GET', '/api/services'],
  getService: ['GET', '/api/services/:key'],
  getServiceForm: ['GET', '/api/services/:key/form'],
  deployService: ['POST', '/api/services'],

  createDraft: ['POST', '/api/drafts'],
  getDraft: ['GET', '/api/drafts/:id'],
  saveDraft: ['PUT', '/api/drafts/:id'],
  uploadDraftFile: ['POST', '/api/drafts/:id/files'],
  submitDraft: ['POST', '/api/drafts/:id/submit'],

  getRequest: ['GET', '/api/requests/:number'],
  openRequest: ['POST', '/api/requests/:number/access'],
  getRequestDetails: ['GET', '/api/requests/:number/details'],
  getCorrection: ['GET', '/api/requests/:number/correction'],
  uploadCorrectionFile: ['POST', '/api/requests/:number/files'],
  submitCorrection: ['POST', '/api/requests/:number/correction'],
  withdrawRequest: ['POST', '/api/requests/:number/withdraw'],
  downloadFile: ['GET', '/api/files/:id'],

  verifyDocument: ['GET', '/api/documents/:code'],
  downloadDocument: ['GET', '/api/documents/:code/pdf'],

  getInbox: ['GET', '/api/inbox'],
  getInboxCounts: ['GET', '/api/inbox/counts'],
  getCase: ['GET', '/api/inbox/tasks/:id'],
  claimTask: ['POST', '/api/inbox/tasks/:id/claim'],
  unclaimTask: ['POST', '/api/inbox/tasks/:id/unclaim'],
  completeTask: ['POST', '/api/inbox/tasks/:id/complete'],

  listRunningDefinitions: ['GET', '/api/monitor/definitions'],
  getDefinitionOverview: ['GET', '/api/monitor/definitions/:id'],
  listInstances: ['GET', '/api/monitor/instances'],
  getInstance: ['GET', '/api/monitor/instances/:id'],
  listIncidents: ['GET', '/api/monitor/incidents'],
  retryIncident: ['POST', '/api/monitor/incidents/:id/retry'],
  listBackgroundWork: ['GET', '/api/monitor/batches'],
  listFailedItems: ['GET', '/api/monitor/batches/:id/failures'],
  suspendBackgroundWork: ['PUT', '/api/monitor/batches/:id/suspended'],
  stopBackgroundWork: ['POST', '/api/monitor/batches/:id/stop'],
  retryFailedItems: ['POST', '/api/monitor/batches/:id/retry'],

  listModels: ['GET', '/api/models'],
  getModel: ['GET', '/api/models/:id'],
  listModelNames: ['GET', '/api/model-names'],
  checkDeployment: ['POST', '/api/deployment/check'],
  deployModel: ['POST', '/api/models'],

  streamEvents: ['GET', '/api/events'],

  listWebhooks: ['GET', '/api/webhooks'],
  createWebhook: ['POST', '/api/webhooks'],
  changeWebhook: ['PUT', '/api/webhooks/:id'],
  deleteWebhook: ['DELETE', '/api/webhooks/:id'],
  renewWebhookSecret: ['POST', '/api/webhooks/:id/secret'],
  pingWebhook: ['POST', '/api/webhooks/:id/ping'],
  listWebhookDeliveries: ['GET', '/api/webhooks/:id/deliveries'],
  replayWebhookDelivery: ['POST', '/api/webhooks/:id/deliveries/:deliveryId/replay'],
  replayFailedDeliveries: ['POST', '/api/webhooks/:id/replay'],
} as const satisfies Record<string, readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string]>;

export type ApiRoute = keyof typeof apiRoutes;
