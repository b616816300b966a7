import SchemaBuilder from '@pothos/core';
import type { BuildingCode } from './codes/building-code.ts';
import type { CreditCode } from './codes/credit-code.ts';
import type { DivisionCode } from './codes/division-code.ts';
import type { GridCode } from './codes/grid-code.ts';
import type { HouseCode } from './codes/house-code.ts';
import type { Context } from './context.ts';
import type { PartialDate } from './dates/partial-date.ts';
import type { GeoJson } from './scalars/geojson.ts';

interface CodeScalar<Code extends string> {
  Input: Code;
  /** Codes come out of the register, which holds only parsed ones. */
  Output: string;
}

/** Makes the GraphQL schema; it knows no type: each registers itself. */
export const builder = new SchemaBuilder<{
  Context: Context;
  Scalars: {
    ID: { Input: string; Output: string };
    Date: { Input: PartialDate; Output: string };
    DateTime: { Input: string; Output: string };
    GeoJSON: { Input: GeoJson; Output: object };
    AreaCode: CodeScalar<DivisionCode | GridCode>;
    DivisionCode: CodeScalar<DivisionCode>;
    GridCode: CodeScalar<GridCode>;
    WorkGridCode: CodeScalar<string>;
    BuildingCode: CodeScalar<BuildingCode>;
    HouseCode: CodeScalar<HouseCode>;
    CreditCode: CodeScalar<CreditCode>;
  };
}>({});

builder.mutationType({ description: 'What a client can change: the list of organisations that it watches.' });
builder.queryType({
  description:
    'What can be asked. Root fields are open to everyone unless they name a tier; what they show follows the class of each field.',
});
