import { Task } from '@lit/task';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ServiceSummary } from '../../../server/contract/api/service.ts';
import { formatRupiah } from '../../../server/form/format.ts';
import '../../kit/feedback/alur-empty.ts';
import '../../kit/feedback/alur-failure.ts';
import '../../kit/feedback/alur-spinner.ts';
import { portalText } from '../i18n/portal-text.ts';
import { PageElement } from '../page-element.ts';
import { pageAddress } from '../portal-routes.ts';
import './alur-track-box.ts';

/** First page: all services with search and categories, and the box to track a request. */
@customElement('alur-catalogue')
export class AlurCatalogue extends PageElement {
  /** Only the list, below another page's text. */
  @property({ type: Boolean }) embedded = false;
  @state() private search = '';
  @state() private category = '';
  readonly #services = new Task(this, { task: () => this.client.call('listServices'), args: () => [] });

  protected override pageTitle(): string {
    return this.embedded ? portalText('notFoundTitle') : '';
  }

  protected override render(): TemplateResult {
    return html` ${
      this.embedded
        ? nothing
        : html` <div class="hero">
            <div class="hero__text">
              <h1>${portalText('heading')}</h1>
              <p class="lead">${portalText('lead')}</p>
              <a class="button button--secondary hero__track" href=${pageAddress('trackStart')}
                >${portalText('trackTitle')}</a
              >
            </div>
            <alur-track-box class="card"></alur-track-box>
          </div>`
    }
    ${this.#services.render({
      pending: () => html`<alur-spinner></alur-spinner>`,
      error: (error) =>
        html`<alur-failure .error=${error} @alur-retry=${() => void this.#services.run()}></alur-failure>`,
      complete: (services) => this.#renderServices(services),
    })}`;
  }

  #renderServices(services: readonly ServiceSummary[]): TemplateResult {
    if (services.length === 0)
      return html`<alur-empty heading=${portalText('noServices')} text=${portalText('noServicesText')}></alur-empty>`;
    const categories = [...new Set(services.map((service) => service.category))].sort((left, right) =>
      left.localeCompare(right, 'id'),
    );
    const words = this.search
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const shown = services.filter(
      (service) =>
        (this.category === '' || service.category === this.category) &&
        words.every((word) =>
          `${service.name} ${service.summary} ${service.category} ${service.owner.name}`.toLowerCase().includes(word),
        ),
    );
    return html` <form
        class="catalogue-search"
        role="search"
        @submit=${(event: Event) => {
          event.preventDefault();
        }}
      >
        <label for="service-search">${portalText('searchLabel')}</label>
        <input
          id="service-search"
          type="search"
          placeholder=${portalText('searchPlaceholder')}
          autocomplete="off"
          @input=${(event: Event) => {
            this.search = (event.target as HTMLInputElement).value;
          }}
        />
        ${
          categories.length < 2
            ? nothing
            : html` <div class="categories" role="group" aria-label=${portalText('categories')}>
                ${['', ...categories].map(
                  (category) =>
                    html`<button
                      type="button"
                      aria-pressed=${String(this.category === category)}
                      @click=${() => {
                        this.category = category;
                      }}
                    >
                      ${category === '' ? portalText('allCategories') : category}
                    </button>`,
                )}
              </div>`
        }
      </form>
      <p class="muted" role="status">${portalText('servicesFound', { count: shown.length })}</p>
      ${
        shown.length === 0
          ? html`<alur-empty heading=${portalText('noMatch')} text=${portalText('noMatchText')}></alur-empty>`
          : html`<ul class="services">
              ${shown.map(renderService)}
            </ul>`
      }`;
  }
}

function renderService(service: ServiceSummary): TemplateResult {
  return html` <li class="service-card">
    <p class="service-card__category">${service.category}</p>
    <h2><a href=${pageAddress('service', { key: service.key })}>${service.name}</a></h2>
    <p>${service.summary}</p>
    <p class="service-card__facts">
      <span>${service.fee === 0 ? portalText('free') : formatRupiah(service.fee)}</span>
      <span>${portalText('duration', { days: service.workingDays })}</span>
      <span>${service.owner.name}</span>
      ${service.open ? nothing : html`<span class="status status--warning">${portalText('serviceClosed')}</span>`}
    </p>
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-catalogue': AlurCatalogue;
  }
}
