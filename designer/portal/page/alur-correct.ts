import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Correction } from '../../../server/contract/api/request.ts';
import type { FileFact } from '../../../server/form/definition.ts';
import { failureText } from '../../kit/client/api-client.ts';
import { ApiFailure } from '../../kit/client/api-failure.ts';
import '../../kit/feedback/alur-empty.ts';
import '../../kit/feedback/alur-failure.ts';
import '../../kit/feedback/alur-spinner.ts';
import { announce } from '../../kit/feedback/announce.ts';
import '../../kit/form/alur-form.ts';
import type { AlurForm } from '../../kit/form/alur-form.ts';
import '../../kit/form/answers/alur-answers.ts';
import { sendUpload } from '../../kit/form/upload/send-upload.ts';
import type { UploadRequest } from '../../kit/form/upload/upload-request.ts';
import { navigate } from '../../kit/router/navigation.ts';
import { renderBreadcrumb } from '../breadcrumb.ts';
import { showDate } from '../format.ts';
import { portalText } from '../i18n/portal-text.ts';
import { PageElement } from '../page-element.ts';
import { pageAddress } from '../portal-routes.ts';

/** Corrections an officer asked for: the marked fields with the notes; all else can only be read. */
@customElement('alur-correct')
export class AlurCorrect extends PageElement {
  @property() number = '';
  @state() private correction: Correction | undefined;
  @state() private failure: unknown;
  @state() private message = '';
  @state() private busy = false;
  @query('alur-form') private readonly formElement!: AlurForm | null;

  protected override pageTitle(): string {
    return portalText('correctionTitle');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('number')) void this.#load();
  }

  protected override render(): TemplateResult {
    const above = renderBreadcrumb({
      address: pageAddress('track', { number: this.number }),
      text: portalText('requestTitle', { number: this.number }),
    });
    if (this.failure instanceof ApiFailure && this.failure.status === 404) {
      return html`${above}<alur-empty
          heading=${portalText('correctionNone')}
          text=${portalText('correctionNoneText')}
        ></alur-empty>`;
    }
    if (this.failure !== undefined)
      return html`${above}<alur-failure .error=${this.failure} @alur-retry=${() => void this.#load()}></alur-failure>`;
    const { correction } = this;
    if (correction === undefined) return html`${above}<alur-spinner></alur-spinner>`;
    return html` ${above}
      <h1>${portalText('correctionTitle')}</h1>
      <p class="lead">
        ${portalText('correctionLead')}
        ${correction.dueAt === null ? nothing : portalText('correctionUntil', { date: showDate(correction.dueAt) })}
      </p>
      <form
        novalidate
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          void this.#send(correction);
        }}
      >
        <alur-form
          .schema=${correction.form}
          .data=${correction.data}
          .files=${correction.files}
          .corrections=${correction.corrections}
          .upload=${this.#upload}
          .fileUrl=${this.#fileUrl}
        ></alur-form>
        <p class="field__error" role="alert">${this.message}</p>
        <div class="actions">
          <button class="button button--large" ?disabled=${this.busy}>${portalText('correctionSend')}</button>
        </div>
      </form>
      <details class="reading other-answers">
        <summary>${portalText('correctionOther')}</summary>
        <alur-answers
          .schema=${correction.form}
          .data=${correction.data}
          .files=${correction.files}
          .fileUrl=${this.#fileUrl}
        ></alur-answers>
      </details>`;
  }

  readonly #fileUrl = (file: FileFact): string => this.client.url('downloadFile', { id: file.id });
  readonly #upload = (request: UploadRequest): Promise<FileFact> =>
    sendUpload({ client: this.client, route: 'uploadCorrectionFile', params: { number: this.number } }, request);

  async #load(): Promise<void> {
    this.failure = undefined;
    try {
      this.correction = await this.client.call('getCorrection', { params: { number: this.number } });
    } catch (error) {
      // Who has not proved to be the applicant begins on the request's page.
      if (error instanceof ApiFailure && (error.status === 403 || error.status === 401))
        navigate(pageAddress('track', { number: this.number }), { replace: true });
      else this.failure = error;
    }
  }

  async #send(correction: Correction): Promise<void> {
    const result = this.formElement?.validate();
    if (result === undefined || !result.valid) return;
    this.busy = true;
    this.message = '';
    try {
      await this.client.call('submitCorrection', {
        params: { number: this.number },
        body: { taskId: correction.taskId, data: result.data },
      });
      announce(portalText('correctionSent'), 'success');
      navigate(pageAddress('track', { number: this.number }), { replace: true });
    } catch (error) {
      if (error instanceof ApiFailure && error.fields.length > 0) this.formElement?.showErrors(error.fields);
      else this.message = failureText(error);
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-correct': AlurCorrect;
  }
}
