import '../kit/styles/base.css';
import './inbox.css';
import './alur-inbox.ts';
