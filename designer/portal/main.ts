import '../kit/styles/base.css';
import './style/portal.css';
import { interceptLinks } from '../kit/router/navigation.ts';
import { isPortalPath } from './portal-routes.ts';
import './alur-portal.ts';

interceptLinks(isPortalPath);
