// Every type of the API: each of these files declares its own with the builder.
import './scalars/codes.ts';
import './scalars/dates.ts';
import './scalars/geojson.ts';
import './registers/divisions/type.ts';
import './registers/grids/type.ts';
import './registers/buildings/type.ts';
import './registers/houses/type.ts';
import './registers/entities/type.ts';
import './registers/credit/type.ts';
import './registers/credit/log-type.ts';
import './registers/row-type.ts';
import './registers/change-type.ts';
import './registers/catalogue/type.ts';
import './registers/catalogue/access-type.ts';
import './evidence/receipt-type.ts';
