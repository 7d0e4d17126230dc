//! What is wrong with a document is said with its file, line and column.

use std::fmt::Write as _;

use codegen::diagnostic::Code;
use snapbox::{assert_data_eq, file};

use crate::{PETS, generate};

/// `PETS` with one thing changed; the change has to be one.
fn broken(from: &str, to: &str) -> String {
    assert!(PETS.contains(from), "nothing to break: {from}");
    PETS.replacen(from, to, 1)
}

/// Defects as text to replace, and what to replace it by. What is said of each is in
/// `golden/diagnostics.txt`, to be read in its diff.
const DEFECTS: &[(&str, &str)] = &[
    ("openapi: 3.0.3", "openapi: 2.0.0"),
    ("openapi: 3.0.3", "openapi: 3.0"),
    ("openapi: 3.0.3", "swagger: '2.0'"),
    (
        "{$ref: '#/components/schemas/Note'}",
        "{$ref: '#/components/schemas/Nope'}",
    ),
    ("{$ref: '#/components/schemas/Note'}", "{$ref: other.yaml}"),
    ("name: owner-id", "name: owner_id"),
    ("/owners/{owner-id}/pets:", "/owners/{owner-id/pets:"),
    (
        "    put:\n",
        "    get: {operationId: put_pet, responses: {'200': {$ref: '#/paths/~1owners~1{owner-id}~1pets/put/responses/200'}}}\n    put:\n",
    ),
    ("      operationId: putPet\n", ""),
    ("        in: path", "        in: path\n        in: path"),
    ("        - token: []", "        - tokens: []"),
    ("type: http, scheme: bearer", "type: http, scheme: basic"),
    (
        "          application/json:\n            schema: {$ref",
        "          text/plain:\n            schema: {$ref",
    ),
    ("required: [success, errors]", "required: [errors]"),
    (
        "      security:\n        - token: []\n        - user: []\n          pass-word: []\n        - {}\n",
        "      security:\n",
    ),
    (
        "    pet:\n      type: object",
        "    pet:\n      allOf: [{$ref: '#/components/schemas/pet'}]",
    ),
    ("/owners/{owner-id}/pets:", "/owners/pets:"),
    ("name: X-User", "name: X User"),
    ("[Pets Write, Pets Admin]", "Pets Admin"),
    ("operationId: putPet", "operationId: from-env"),
    ("'200':", "'404':"),
    (
        "'200':\n          description: Done.\n          content",
        "'204':\n          description: Done.\n          x-content",
    ),
    ("        in: path", "        in: query"),
    ("  title: Pets", "  title: [Pets]"),
    (
        "    kind:\n      description",
        "    '+': {}\n    '-': {}\n    kind:\n      description",
    ),
    (
        "    kind:\n      description",
        "    Kind: {}\n    kind:\n      description",
    ),
    ("openapi: 3.0.3", "openapi: 3.1.0"),
    ("  title: Pets", "  tittle: Pets"),
    ("  title: Pets", "  title: Pets\n  description: 1"),
    ("      summary: Put a pet.", "      summery: Put a pet."),
    ("      summary: Put a pet.", "      x-note: Put a pet."),
    ("      summary: Put a pet.", "      callbacks: {}"),
    (
        "        kind: {$ref: '#/components/schemas/kind'}",
        "        kind: {$ref: '#/components/schemas/kind', description: Mine.}",
    ),
    ("required: [kind, type]", "required: [kind, type, name]"),
    ("required: [kind, type]", "required: [kind, type, typ]"),
    ("nick_name: {type: string,", "nick_name: {type: strin,"),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, minimun: 1,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, minLength: -1,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, minLength: 3, maxLength: 2,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, pattern: '[a-', ",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, default: 3,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, example: 3,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: integer, minimum: 3, exclusiveMaximum: true, maximum: 3,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: array, items: {}, minLength: 1,",
    ),
    ("nick_name: {type: string,", "nick_name: {type: array,"),
    (
        "nick_name: {type: string,",
        "nick_name: {type: integer, enum: [1, two, 1],",
    ),
    (
        "nick_name: {type: string,",
        "nickName: {type: string}\n        nick_name: {type: string,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, discriminator: {propertyName: a},",
    ),
    (
        "enum: [cat, Great Dane, unknown]",
        "enum: [cat, Great Dane, great-dane]",
    ),
    ("enum: [cat, Great Dane, unknown]", "enum: []"),
    (
        "      type: string\n      enum: [cat, Great Dane, unknown]",
        "      enum: [cat, 1]",
    ),
    ("        - token: []", "        - token: [pets]"),
    (
        "count: {type: integer}",
        "count: {oneOf: [{type: integer}], not: {type: string}}",
    ),
    (
        "        code: {type: integer}",
        "        code: {type: integer, allOf: [{minimum: 1}, {type: string}]}",
    ),
    ("'200':", "'20O':"),
    ("        required: true\n        content", "        content"),
    (
        "        required: true\n        description: Whose",
        "        description: Whose",
    ),
    (
        "        schema: {type: string}",
        "        style: label\n        schema: {type: string}",
    ),
    ("      tags: [pets]\n", ""),
    ("      tags: [pets]", "      tags: [pets, pet]"),
    (
        "  schemas:",
        "  parameters: {P: {name: a, in: query, schema: {}}}\n  schemas:",
    ),
    (
        "  schemas:",
        "  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}",
    ),
    (
        "  schemas:",
        "  schemas:\n    A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}",
    ),
    (
        "{$ref: '#/components/schemas/Note'}",
        "{$ref: 'https://pets.example/note.yaml'}",
    ),
    (
        "{$ref: '#/components/schemas/Note'}",
        "{$ref: '#/components/schemas/note'}",
    ),
    ("operationId: putPet", "operationId: '+'"),
    ("operationId: putPet", "operationId: 1abc"),
    ("https://pets.example/v1", "/v1"),
    ("https://pets.example/v1", "ftp:rubbish"),
    ("https://pets.example/v1", "'https://{region}.pets.example'"),
    (
        "schema: {type: string}",
        "schema: {type: array, items: {type: string}}",
    ),
    (
        "schema: {type: string}",
        "schema: {oneOf: [{type: string}, {properties: {}}]}",
    ),
    ("description: A token.", "description: \"A \\u202etoken.\""),
    ("description: A token.", "description: \"A \\x07token.\""),
    (
        "nick_name: {type: string, nullable: true}",
        "extra: {type: string}\n      additionalProperties: {type: integer}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {$ref: '#/info'}",
    ),
    (
        "        '200':\n",
        "        x-note: 1\n        '202': {$ref: '#/components/responses/x-later'}\n        '200':\n",
    ),
    (
        "  schemas:",
        "  responses: {x-later: {description: Later., frob: 1}}\n  schemas:",
    ),
    (
        "paths:",
        "x-common: {Name: {type: string}}\npaths:\n  x-note: 1",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, format: int32,",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "²: {type: object, properties: {a: {}}}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string, minLength: 5}, {maxLength: 2}]}",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, enum: [abc, d], maxLength: 2,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: string, enum: [abc], maxLength: 2,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: number, multipleOf: 0,",
    ),
    (
        "required: [kind, type]\n      properties:",
        "required: [kind, type, mate]\n      properties:\n        mate: {$ref: '#/components/schemas/pet'}",
    ),
    (
        "    put:\n",
        "    put:\n      parameters: [{name: a, in: cokie}, {name: b, in: query, schema: {}}, {name: b, in: query, schema: {}}]\n",
    ),
    ("components:", "  /owners/{other}/pets: {}\ncomponents:"),
    ("      operationId: putPet", "      operationid: putPet"),
    (
        "nick_name: {type: string,",
        "nick_name: {type: integer, format: int32, example: 3000000000,",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: []}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {format: uuid}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: [string], const: a, required: true}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {<<: {type: string}, type: int}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string, nullable: true, title: Mine}, {type: string, title: Yours}]}",
    ),
    (
        "success: {type: boolean, enum: [true]",
        "success: {type: boolean, nullable: true, enum: [true]",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: string, nullable: true, enum: [null]}",
    ),
    // What only replies have, an example of a request need not have.
    (
        "      required: [kind, type]\n      properties:",
        "      required: [kind, type, made]\n      example: {kind: cat, type: x}\n      properties:\n        made: {type: string, readOnly: true}",
    ),
    (
        "type: http, scheme: bearer,",
        "type: http, scheme: bearer, in: header, name: X-Token,",
    ),
    // What no client could be called with, or read.
    (
        "servers:\n  - url: https://pets.example/v1\n    description: The shop.\n",
        "",
    ),
    (
        "servers:\n  - url: https://pets.example/v1\n    description: The shop.\n",
        "servers: []\n",
    ),
    ("https://pets.example/v1", "http://pets.example/v1"),
    ("https://pets.example/v1", "https://me@pets.example/v1"),
    ("https://pets.example/v1", "https://pets.example/v1?a=b"),
    ("/owners/{owner-id}/pets:", "/owners/../{owner-id}/pets:"),
    ("/owners/{owner-id}/pets:", "/owners/%2E/{owner-id}/pets:"),
    ("/owners/{owner-id}/pets:", "/owners of/{owner-id}/pets:"),
    ("    put:\n", "    head:\n"),
    (
        "'200':\n          description: Done.",
        "'204':\n          description: Done.",
    ),
    // Numbers that a computer would round, and those that are none.
    ("code: {type: integer}", "code: {type: integer, default: .inf}"),
    ("operationId: putPet", "operationId: 1"),
    (
        "nick_name: {type: string,",
        "nick_name: {type: integer, maximum: 18446744073709551616,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: number, example: 3.14159265358979323846,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: number, example: 1e400,",
    ),
    // Beyond what the type holds.
    (
        "nick_name: {type: string,",
        "nick_name: {type: integer, default: 9223372036854775808,",
    ),
    (
        "nick_name: {type: string,",
        "nick_name: {type: integer, enum: [9223372036854775808],",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "'': {type: string}\n        x: {type: string}\n        '1': {type: string}\n        x1: {type: string}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "don't: {type: string}\n        dont: {type: string}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "mate: {allOf: [{type: object, properties: {a-b: {type: string}}}, {type: object, properties: {a_b: {type: string}}}]}",
    ),
    ("enum: [cat, Great Dane, unknown]", "enum: [a-b, a_b]"),
    ("operationId: putPet", "operationId: ²"),
    ("operationId: putPet", "operationId: İ"),
    ("name: owner-id", "name: ownerẞ"),
    ("{type: string, nullable: true}", "{type: string, required: []}"),
    // Formats are whatever one likes; what is nearly a known one is meant.
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: string, format: datetime}\n        more: {type: string, format: url}\n        most: {type: string, format: colour}",
    ),
    ("      required: [kind, type]\n", "      required: []\n"),
    ("schemas/Note'", "schema/Note'"),
    ("#/components/schemas/Note", "#/definitions/Note"),
    // A part may require what the whole declares: the first does, the others don't.
    (
        "            count: {type: integer}\n",
        "            count: {allOf: [&named {$ref: '#/components/schemas/Named'}, {type: object, properties: {name: {type: string}}}]}
            more: {allOf: [*named, {type: object, properties: {names: {type: string}}}]}
            most: {allOf: [*named, {type: object, properties: {nome: {type: string}}}]}
    Named: {type: object, required: [name]}\n",
    ),
    // What is missing, without what follows from that.
    ("      - name: owner-id\n        in: path", "      - in: path"),
    ("        in: path\n", ""),
    ("type: http, ", ""),
    // What a whole has, its parts need not have.
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: array}, {maxItems: 3}]}\n        names: {allOf: [{type: array}, {items: {type: string}}]}",
    ),
    // What isn't of its shape, without what follows from that.
    (
        "        required: true\n        desc",
        "        required: 'true'\n        desc",
    ),
    (
        "        required: true\n        content",
        "        required: 'true'\n        content",
    ),
    (
        "        content:\n          application/json:\n            schema: {$ref: '#/components/schemas/pet'}",
        "        $ref: '#/components/requestBodies/pet'",
    ),
    ("'200':", "ok:"),
    // What stands there already isn't meant.
    ("        - user: []\n          pass-word", "        - user: []\n          User: []\n          pass-word"),
    // Keys that are none, with values and without; any scalar is one, as it is written.
    (
        "        nick_name: {type: string, nullable: true}",
        "        ? [a]\n        : {type: string}\n        ? {b: c}\n        : {type: strin}\n        ? [d]",
    ),
    (
        "  title: Pets",
        "  title: Pets\n  ~: a\n  true: a\n  1: a\n  : a",
    ),
    // A value of another type, of which nothing else is told.
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: string, enum: [1], maxLength: 9, default: a}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: string, enum: [null]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string}, {enum: [1]}]}",
    ),
    // Names in a path are the document's own.
    (
        "/owners/{owner-id}/pets:\n    parameters:\n      - name: owner-id",
        "/owners/{owner-id}/{owner_id}:\n    parameters:\n      - {name: owner_id, in: path, required: true, schema: {type: string}}\n      - name: owner-id",
    ),
    (
        "/owners/{owner-id}/pets:\n    parameters:\n      - name: owner-id",
        "/owners/{+}/pets:\n    parameters:\n      - name: +",
    ),
    (
        "/owners/{owner-id}/pets:\n    parameters:\n      - name: owner-id",
        "/owners/{body}/pets:\n    parameters:\n      - name: body",
    ),
    // Those elsewhere are the API's, and stay as they are.
    (
        "    put:\n",
        "    put:\n      parameters: [{name: body, in: query}, {name: '+', in: header}, {name: owner_id, in: query}]\n",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "info: {$ref: '#/components/schemas/PetReply/properties/result_info'}\n        more: {$ref: '#/components/schemas/PetReplyResultInfo'}\n    PetReplyResultInfo: {type: string}",
    ),
    // One id in two places, and one operation in two.
    (
        "    put:\n",
        "    get: {operationId: putPet, responses: {'204': {description: Done.}}}\n    put:\n",
    ),
    (
        "  /owners/{owner-id}/pets:\n",
        "  /people/{owner-id}/pets: {$ref: '#/paths/~1owners~1{owner-id}~1pets'}\n  /owners/{owner-id}/pets:\n",
    ),
    (
        "    put:\n",
        "    get: &get {operationId: get_pet, responses: {'204': {description: Done.}}}\n    delete: *get\n    put:\n",
    ),
    // What has no effect on what it is merged with.
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string}, {items: {type: string}, format: int32}]}\n        names: {type: array, allOf: [{items: {type: string}}, {minLength: 1}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: string, oneOf: [{items: {type: string}}, {type: string}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: array, oneOf: [{items: {type: string}}, {type: array}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{minLength: 1}, {maxLength: 3}], nullable: true}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {nullable: false}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {$ref: '#/paths/~1owners~1{owner-id}~1pets/parameters/0/schema'}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: array, items: {type: integer}, enum: [[x]]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: object, properties: {a: {type: integer}}, additionalProperties: {type: integer}, enum: [{a: x}, {c: 1}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: number, exclusiveMinimum: true}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: string, readOnly: true, writeOnly: true}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {anyOf: [{type: string}, {type: integer}], oneOf: [{type: number}, {type: boolean}]}",
    ),
    (
        "  - {name: pets, description: About pets.}",
        "  - {name: pets, description: About pets.}\n  - {name: pets, description: Another.}",
    ),
    ("name: X-Password", "name: x-user"),
    ("name: X-Password", "name: Host"),
    ("openapi: 3.0.3", "%YAML 1.1\n---\nopenapi: 3.0.3"),
    ("required: [kind, type]", "required: [kind, type]\n      maxProperties: !!int '9'\n      default: !!null ''"),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: string, enum: [a]}, {type: string, enum: [a]}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string, enum: [abc]}, {maxLength: 2}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: string, enum: [a-b]}, {type: string, enum: [a_b]}]}",
    ),
    (
        "        kind: {$ref: '#/components/schemas/kind'}",
        "        kind: {$ref: '#/components/schemas/kind', frob: 1}",
    ),
    ("  securitySchemes:\n", "  links: {L: {operationId: putPet}}\n  securitySchemes:\n"),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: string, maxLength: 3}, {type: string, maxLength: 3, description: Again.}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {anyOf: [{$ref: '#/components/schemas/kind'}, {type: integer}, {$ref: '#/components/schemas/kind'}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: integer, minimum: 1}, {type: number}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: string, nullable: true}, {type: integer, nullable: true}, {type: boolean}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: number}, {type: integer}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: string}, {type: string, maxLength: 3}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: string, maxLength: 3}, {type: string}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: object, properties: {a: {}}}, {type: object, required: [b], properties: {a: {}, b: {}}}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: object, required: [a, b], properties: {a: {}, b: {}}}, {type: object, required: [a], properties: {a: {}, b: {}}}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: object, properties: {a: {type: integer}}, enum: [{a: 1}, {a: 2, c: 1}]}",
    ),
    // What a merge key would add isn't said to be missing.
    (
        "        kind: {$ref: '#/components/schemas/kind'}",
        "        <<: {kind: {$ref: '#/components/schemas/kind'}}",
    ),
    // What the merged schema says, beside what the document says.
    (
        "        code: {type: integer}",
        "        code: {type: integer, minimun: 1, allOf: [{minimum: 2}, {maximum: 1}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string, default: abcd, example: efgh}, {maxLength: 3}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string, readOnly: true}, {writeOnly: true, maxLength: 3}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: integer, enum: [1]}, {type: integer, enum: [1]}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: integer, enum: [1, 2]}, {type: integer, enum: [2, 3]}]}",
    ),
    ("paths:\n", "paths:\n  /none: {summary: Nothing., parameters: []}\n"),
    ("      tags: [pets]", "      parameters: [{name: owner-id, in: path, required: true, schema: {type: integer}}]\n      tags: [pets]"),
    ("paths:\n", "security: [{token: []}]\npaths:\n"),
    ("tags: [pets]", "tags: [pets, pets]"),
    ("[Pets Write, Pets Admin]", "[Pets Write, Pets Write]"),
    ("        - token: []", "        - {}\n        - token: []"),
    ("        - token: []", "        - token: []\n        - token: []"),
    ("        - token: []", "        - token"),
    ("[Pets Write, Pets Admin]", "[1]"),
    ("openapi: 3.0.3", "openapi: 3.1"),
    ("openapi: 3.0.3", "openapi: '3.1'"),
    ("        in: path", "        in: path\n        explode: true"),
    ("        in: path", "        in: path\n        style: matrix"),
    ("          description: Done.\n", "          description: Done.\n          headers: {X-B: {schema: {type: string}}, x-b: {schema: {type: string}}}\n"),
    // What follows from a value of another type, or from a name that is missing, isn't told.
    ("{name: pets, description: About pets.}", "{}\n  - {name: pets}\n  - {name: pets}"),
    ("tags: [pets]", "tags: [pets, '']"),
    (
        "      requestBody:\n        required: true\n        content:",
        "      requestBody: 3\n      x-body:\n        content:",
    ),
    (
        "      requestBody:\n        required: true\n        content:\n          application/json:\n",
        "      requestBody:\n        required: true\n        content:\n          application/json: 3\n          x:\n",
    ),
    ("    parameters:\n", "    parameters: 3\n    x-parameters:\n"),
    ("name: owner-id", "name: ''"),
    ("      responses:\n", "      responses: 3\n      x-responses:\n"),
    ("      responses:\n", "      response: {}\n      responses:\n"),
    ("        - token: []", "        - token: [1]"),
    ("    description: The shop.\n", "  - url: no url\n"),
    (
        "  /owners/{owner-id}/pets:\n    parameters:\n      - name: owner-id\n        in: path\n        required: true\n",
        "  /owners/{owner-id/pets:\n    parameters:\n      - name: owner-id\n        in: path\n        required: false\n",
    ),
    // In one run with what lets nothing be merged.
    (
        "        schema: {type: string}\n    put:\n",
        "        schema: {type: array, items: {}}\n        in: path\n    put: 3\n    get:\n",
    ),
    ("        schema: {type: string}\n", "        schema: {type: string, writeOnly: true}\n"),
    // What another merge leaves out is told beside one that fails.
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string, enum: [a, b]}, {enum: [b]}]}\n        other: {allOf: [{type: string}, {type: integer}]}",
    ),
    // In what is refused whole nothing more is told.
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: object, properties: {a: {type: string}}, not: {required: [b]}}",
    ),
    // What a discriminator refers to is referred to.
    (
        "    Note:\n",
        "    Mapped: {type: string}\n    Other: {type: string}\n    Note:\n      discriminator: {propertyName: code, mapping: {a: '#/components/schemas/Mapped', b: Other}}\n",
    ),
    // Of a schema that cannot be merged nothing else is told.
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {description: A., allOf: [{type: string, example: a}, {type: integer, description: B.}]}",
    ),
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {allOf: [{type: string, enum: [a, b]}, {enum: [b, c]}, {type: integer}]}",
    ),
    ("nick_name: {type: string, nullable: true}", "nick_name: {enum: [[1], {a: 1}, 2]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {enum: [[1], [2]]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {enum: [null, 1, 1.5, a]}"),
    // What no part says the type of is told once, where it stands.
    (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {type: object, properties: {a: {maximum: 5}}, allOf: [{properties: {a: {minimum: 1}}}]}",
    ),
    ("  title: Pets", "  title: ''"),
    ("{name: pets, description", "{name: '', description"),
    ("[Pets Write, Pets Admin]", "['']"),
    ("        in: path", "        in: path\n        allowReserved: true"),
    ("        in: path", "        in: path\n        style: wide"),
    ("        schema: {type: string}\n", "        schema: {type: string, readOnly: true}\n"),
    ("        schema: {type: string}\n", "        content: {application/json: {}}\n"),
    ("servers:\n", "servers: a\nx-servers:\n"),
    ("    description: The shop.\n", "    variables: {a: {default: b}}\n"),
    ("    put:\n", "    connect:\n"),
    ("components:\n", "components:\n  x-mine: {a: {}}\n"),
    ("type: http, scheme: bearer", "type: ''"),
    ("type: http, scheme: bearer", "type: http, flows: {}, scheme: bearer"),
    ("type: http, scheme: bearer", "type: oauth2, flows: {}"),
    ("type: {type: string, description: What is a keyword of Rust.}", "type: {type: [], example: a}"),
    ("{$ref: '#/components/schemas/Note'}", "{$ref: ''}"),
    ("{name: pets, description: About pets.}", "{description: About pets.}"),
    ("description: About pets.", "description: \"About\\n  \\bpets.\""),
    ("description: About pets.}", "description: \"\\b\"}\n  - name: b\n    description: |\n      One.\n      Two \u{8}.\n"),
    // What follows from a value that is none isn't told, and the rest is.
    ("    pet:\n      type: object", "    pet:\n      type: 3"),
    ("      properties:\n        kind:", "      properties: 3\n      x-properties:\n        kind:"),
    ("required: [success, errors]", "required: 3"),
    ("success: {type: boolean, enum: [true]}", "success: {type: [], enum: [true]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: {}}, {type: string, maxLength: 3}]}"),
    ("openapi: 3.0.3", "openapi: '3.0'"),
    ("openapi: 3.0.3", "openapi: [3]"),
    ("      tags: [pets]", "      tags: pets"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: string, nullable: true}, {type: string, nullable: true}]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: file, minLength: 3, example: 5}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: string, required: true}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {allOf: [{$ref: '#/components/schemas/none'}, {type: object, required: [x], properties: {y: {type: string}}}]}"),
    ("    put:\n", "    put:\n      parameters: [{name: a, in: query, schema: {type: array, items: {}}}]\n"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: integer, minimum: -5, maximum: 9223372036854775808}"),
    ("paths:\n", "paths:\n  x-more: {get: {operationId: z}}\n"),
    ("/owners/{owner-id}/pets:", "owners/{owner-id}/pets:"),
    ("count: {type: integer}", "count: {oneOf: [{$ref: '#/components/schemas/pet'}, {$ref: '#/components/schemas/Nope'}]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: object, properties: {a: {$ref: '#/components/schemas/Nope'}}}, {type: object, properties: {a: {}}}]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: string}, {type: integer}], discriminator: {propertyName: k, mapping: {a: 3}}}"),
    // Texts that are URLs and addresses, and what excludes another.
    ("  title: Pets\n", "  title: Pets\n  termsOfService: a b\n  contact: {url: '', email: me}\n  license: {name: MIT, url: 'https://[', identifier: MIT}\n"),
    ("  title: Pets\n", "  title: Pets\n  license: {name: MIT, url: 3}\n"),
    ("paths:\n", "externalDocs: {url: '<https://pets.example>'}\npaths:\n"),
    ("              schema: {$ref: '#/components/schemas/PetReply'}", "              schema: {$ref: '#/components/schemas/PetReply'}\n              example: {success: true, errors: []}\n              examples: {a: {value: {success: true, errors: []}, externalValue: https://pets.example/a}}"),
    ("          description: Done.\n", "          description: Done.\n          headers: {X-A: {}}\n"),
    ("          description: Done.\n", "          description: Done.\n          headers: {'X A': {schema: {type: string}}, content-Type: {schema: {type: string}}}\n"),
    ("          description: Done.\n", "          description: Done.\n          headers: {X-A: {schema: {type: string}, example: a, examples: {}}}\n"),
    ("          description: Done.\n", "          description: Done.\n          links: {L: {}, M: {operationId: putPets}}\n"),
    ("          description: Done.\n", "          description: Done.\n          links: {L: {operationId: putPet, operationRef: \"#/paths/none\"}, M: {operationRef: other.yaml}}\n"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: object, required: [k], properties: {k: {type: string}}}, {type: string}], discriminator: {propertyName: k, mapping: {a: kind, b: kynd, c: '#/components/schemas/none', d: other.yaml}}}"),
    ("  schemas:\n    pet:", "  headers: {'a b': {schema: {type: string}}}\n  schemas:\n    'a/b': {type: string}\n    '!!': {type: string}\n    pet:"),
    ("          description: Done.\n", "          description: Done.\n          links: {L: {operationRef: '#/paths/~1owners~1{owner-id}~1pets/put'}, M: {operationRef: '#/components/schemas/pet'}}\n"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: object, required: [k], properties: {k: {type: string}}}, {type: string}], discriminator: {propertyName: kind, mapping: {a: '#/components/securitySchemes/user'}}}"),
    ("    token: {type: http, scheme: bearer", "    token: {type: http"),
    ("    user: {", "    more: {type: apiKey}\n    other: {type: openIdConnect, openIdConnectUrl: a b}\n    third: {type: oauth2}\n    tls: {type: mutualTLS}\n    user: {"),
    ("/owners/{owner-id}/pets", "/owners/{owner-id}/{}/{toy}"),
    ("        schema: {type: string}\n", "        schema: {type: string}\n        content: {application/json: {schema: {type: string}}}\n"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: string, nullable: 'true', minLength: '2', enum: [ab, null], example: null}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: integer, minimum: 3, maximum: 2, example: 2}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: integer, minimum: 3, multipleOf: 2, enum: [4], example: a}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: string, minLength: 3, enum: [abc], example: a}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {enum: [a, b], oneOf: [{type: string, enum: [b]}, {type: string, enum: [c]}]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: string, enum: [a, b]}, {type: string, enum: [b, a]}, {type: integer}]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: integer, enum: [1]}, {type: integer, enum: [1.0]}]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {allOf: [{$ref: '#/components/schemas/kind'}], enum: [cow]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: string, format: ipv6}, {type: string}, {type: integer}, {type: integer, maximum: 5}]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: string, format: ipv6}, {type: string, maxLength: 5}]}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {oneOf: [{type: object, required: [a], properties: {a: {type: string}}, additionalProperties: false}, {type: object, properties: {a: {type: string}, c: {type: string}}}]}"),
    ("          application/json:\n            schema: {$ref", "          'application/json; charset':\n            schema: {$ref"),
    ("          application/json:\n            schema: {$ref", "          'application/json; =a':\n            schema: {$ref"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: integer, minimum: 0, maximum: 18446744073709551615}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: integer, format: int8, minimum: -129, maximum: 128}"),
    ("nick_name: {type: string, nullable: true}", "nick_name: {type: number, format: float, maximum: 1.0e+39}"),
    ("    user: {", "    flow: {type: oauth2, flows: {implicit: {tokenUrl: 'https://pets.example'}, pasword: {}, clientCredentials: {tokenUrl: a b, scopes: []}}}\n    user: {"),
];

/// What is said of the document, one way or the other.
fn told(text: &str) -> String {
    let told = codegen::source::parse("pets.yaml", text).and_then(codegen::generate_from);
    match told {
        Ok(generated) => generated.warnings.to_string(),
        Err(found) => found.to_string(),
    }
}

/// Run with `SNAPSHOTS=overwrite` to write the file anew, then read its diff.
#[test]
fn each_defect_is_told_with_its_line_and_column() {
    let mut all = String::new();
    for (from, to) in DEFECTS {
        let found = told(&broken(from, to));
        assert!(!found.is_empty(), "nothing is said of {from} -> {to}");
        writeln!(all, "{from:?}\n-> {to:?}\n{found}\n").expect("a string takes all");
    }
    assert_data_eq!(all, file!["golden/diagnostics.txt"].raw());
}

#[test]
fn what_is_allowed_but_not_supported_or_no_type_is_told_as_that() {
    let head = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n";
    for (text, expected) in [
        (
            "",
            "1:1: error[unsupported]: the document without `paths` is not supported",
        ),
        (
            "paths: {/a: {get: {operationId: get_a}}}",
            "3:19: error[unsupported]: an operation without `responses` is not supported",
        ),
        (
            "paths: {}\ncomponents: {schemas: {A: {type: []}}}",
            "4:34: error[wrong-value]: `type` is not the name of a type",
        ),
    ] {
        let found = told(&format!("{head}{text}"));
        assert!(found.contains(expected), "{found}");
        assert!(!found.contains("requires it"), "{found}");
    }
}

#[test]
fn what_only_the_lowered_document_shows_is_told_beside_what_is_wrong_with_the_document() {
    let nick_name = "nick_name: {type: string, nullable: true}";
    for (from, to, code) in [
        ("operationId: putPet", "operationId: from-env", Code::Name),
        ("name: X-Password", "name: x-user", Code::NameCollision),
        ("schemas/Note'", "schemas/none'", Code::DanglingRef),
        ("  title: Pets", "  title: 3", Code::WrongType),
        (
            "            schema: {$ref: '#/components/schemas/pet'}\n",
            "            schema: {$ref: '#/components/schemas/pet'}\n            encoding: {}\n",
            Code::Unsupported,
        ),
        (
            "code: {type: integer}",
            "code: {type: [3]}",
            Code::WrongValue,
        ),
        (
            "code: {type: integer}",
            "code: {not: {}}",
            Code::Unsupported,
        ),
        ("openapi: 3.0.3", "openapi: 3.0", Code::Version),
        ("  version: 1.2.3\n", "", Code::MissingKeyword),
        // What the passes of `lower` tell.
        (
            "    Note:\n",
            "    PetReply_result_info: {type: string}\n    Note:\n      additionalProperties: {$ref: '#/components/schemas/PetReply_result_info'}\n",
            Code::NameCollision,
        ),
        (
            "    kind:\n      description",
            "    Kind: {}\n    kind:\n      description",
            Code::NameCollision,
        ),
        (
            "code: {type: integer}",
            "code: {allOf: [{$ref: '#/components/schemas/Note'}, {type: object, properties: {a: {type: string}}}]}",
            Code::TooLarge,
        ),
    ] {
        for (schema, of_lowered) in [
            ("{allOf: [{type: string}, {type: integer}]}", Code::Merge),
            (
                "{oneOf: [{type: string, format: ipv6}, {type: string}]}",
                Code::Unsupported,
            ),
            (
                "{allOf: [{type: string, maxLength: 1}, {minLength: 2}]}",
                Code::Impossible,
            ),
        ] {
            let text = broken(from, to).replacen(nick_name, &format!("nick_name: {schema}"), 1);
            let document = codegen::source::parse("pets.yaml", &text).expect("it parses");
            let found = codegen::generate_from(document).expect_err("it is wrong");
            let codes: Vec<Code> = found.iter().map(|one| one.code).collect();
            assert!(
                codes.contains(&code) && codes.contains(&of_lowered),
                "{to} {schema}: {found}"
            );
        }
    }
}

#[test]
fn what_is_told_of_a_keyword_is_told_once_and_nothing_that_only_follows_from_it() {
    let pets = |version: &str, schema: &str| {
        let text = PETS.replacen("openapi: 3.0.3", &format!("openapi: {version}"), 1);
        let text = text.replacen("{type: string, nullable: true}", schema, 1);
        // 3.1 has another word for it, which is told.
        let result = "          type: object\n          nullable: true\n";
        if version == "3.1.0" {
            text.replacen(result, "          type: object\n", 1)
        } else {
            text
        }
    };
    let parameter = "        in: path\n        required: true\n";
    let in_query = "        in: query\n        style: form\n        allowEmptyValue: true\n";
    for (text, expected) in [
        // Of the same keyword when it is lowered, too.
        (
            pets("3.1.0", "{type: string, exclusiveMinimum: 3}"),
            &["no-effect"][..],
        ),
        // Which type it is isn't known, so that it is no array.
        (
            pets("3.0.3", "{type: [string, integer], minItems: 3}"),
            &["wrong-value", "no-effect"],
        ),
        // Bounds of the other version.
        (
            pets("3.0.3", "{type: integer, minimum: 5, exclusiveMaximum: 5}"),
            &["wrong-type"],
        ),
        (
            pets(
                "3.1.0",
                "{type: integer, minimum: 5, exclusiveMaximum: true, maximum: 5}",
            ),
            &["wrong-type"],
        ),
        (
            pets("3.1.0", "{type: integer, exclusiveMinimum: true}"),
            &["wrong-type"],
        ),
        (pets("3.1.0", "{nullable: true}"), &["unknown-keyword"]),
        (
            pets("3.0.3", "{type: string, required: [a]}"),
            &["no-effect"],
        ),
        (
            pets("3.1.0", "{oneOf: [{minimum: 3}, {type: 'null'}]}"),
            &["missing-keyword"],
        ),
        // What the values say.
        (pets("3.1.0", "{oneOf: [{const: a}, {type: 'null'}]}"), &[]),
        (pets("3.0.3", "{enum: [3, 4]}"), &["missing-keyword"]),
        // In 3.1 an array may be one of anything.
        (pets("3.1.0", "{type: array}"), &[]),
        (pets("3.0.3", "{type: array}"), &["missing-keyword"]),
        (
            PETS.replacen("application/json:", "application/*+json:", 1),
            &["unsupported"],
        ),
        (
            format!(
                "jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema\n{}",
                pets("3.1.0", "{type: string}")
            ),
            &[],
        ),
        // In descriptions they are in comments.
        (
            PETS.replacen("Which animal.", "Which\u{200b}animal.", 1),
            &[],
        ),
        (
            PETS.replacen("Great Dane", "Great\u{200b}Dane", 1),
            &["unsupported"],
        ),
        (PETS.replacen(parameter, in_query, 1), &["unsupported"]),
    ] {
        let found =
            match codegen::source::parse("pets.yaml", &text).and_then(codegen::generate_from) {
                Ok(generated) => generated.warnings,
                Err(found) => found,
            };
        let codes: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, expected, "{found}\n{text}");
    }
}

#[test]
fn of_a_list_of_types_the_one_that_is_none_is_told() {
    for (types, column, help) in [
        ("[string, nul]", 36, "did you mean `null`?"),
        ("[strin, 'null']", 28, "did you mean `string`?"),
        (
            "[string, null]",
            36,
            "write the type as `'null'`, in quotes",
        ),
    ] {
        let text = broken("openapi: 3.0.3", "openapi: 3.1.0");
        let schema = format!("{{type: {types}}}");
        let text = text.replacen("{type: string, nullable: true}", &schema, 1);
        let found = generate(&text).expect_err(types);
        let place = format!("pets.yaml:50:{column}: error[wrong-value]: `type` is not the name");
        assert!(
            found.contains(&place) && found.contains(help),
            "{types}: {found}"
        );
    }
}

#[test]
fn a_collision_of_names_hides_no_other_one() {
    let text = broken(
        "    Note:\n",
        "    PetReply_result_info: {type: string}\n    Note:\n      additionalProperties: {$ref: '#/components/schemas/PetReply_result_info'}\n",
    );
    let fields = "nick_name: {type: string}\n        nickName: {type: string}";
    let text = text.replacen("nick_name: {type: string, nullable: true}", fields, 1);
    let text = text.replacen("[cat, Great Dane, unknown]", "[cat, Cat]", 1);
    let document = codegen::source::parse("pets.yaml", &text).expect("it parses");
    let found = codegen::generate_from(document).expect_err("it is wrong");
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    for expected in [
        "makes the same field `nick_name`",
        "makes the same variant `Cat`",
        "would be called `PetReplyResultInfo`",
    ] {
        assert!(
            told.iter().any(|one| one.contains(expected)),
            "{expected}: {found}"
        );
    }
}

#[test]
fn what_has_no_end_is_told_where_it_begins_and_hides_nothing() {
    let circle = "code: {allOf: [{$ref: '#/components/schemas/Note'}, {type: object, properties: {a: {type: string}}}]}";
    let text = broken("code: {type: integer}", circle);
    // Before it is what it would be told of where only the last merge counted.
    let before = "b: {allOf: [{type: string, maxLength: 1}, {type: string}]}";
    let text = text.replacen(circle, &format!("{before}\n        {circle}"), 1);
    let document = codegen::source::parse("pets.yaml", &text).expect("it parses");
    let found = codegen::generate_from(document).expect_err("it is wrong");
    let told = found.iter().filter(|one| one.code == Code::TooLarge);
    let places: Vec<usize> = told
        .filter_map(|one| Some(one.position.as_ref()?.line))
        .collect();
    let line = text
        .lines()
        .position(|line| line.contains(circle))
        .map(|index| index + 1);
    assert_eq!(places, [line.expect("it is there")], "{found}");
}

#[test]
fn what_is_wrong_with_no_schema_hides_nothing_of_schemas() {
    let nick_name = "nick_name: {type: string, nullable: true}";
    let choice = "nick_name: {oneOf: [{type: string}, {type: string, maxLength: 3}]}";
    let nullable = ("enum: [true]}", "enum: [true], nullable: true}");
    for (from, to) in [("  title: Pets", "  title: 3"), ("  version: 1.2.3\n", "")] {
        let text = broken(from, to).replacen(nick_name, choice, 1);
        let text = text.replacen(nullable.0, nullable.1, 1);
        let document = codegen::source::parse("pets.yaml", &text).expect("it parses");
        let found = codegen::generate_from(document).expect_err("it is wrong");
        let codes: Vec<Code> = found.iter().map(|one| one.code).collect();
        let is_told = [Code::Impossible, Code::Envelope]
            .iter()
            .all(|code| codes.contains(code));
        assert!(is_told, "{to}: {found}");
    }
}

#[test]
fn a_gap_in_one_operation_hides_nothing_of_another() {
    let (from, to) = (
        "nick_name: {type: string, nullable: true}",
        "nick_name: {oneOf: [{type: string}, {type: string, maxLength: 3}]}",
    );
    let text = broken(from, to).replacen("[success, errors]", "[errors]", 1);
    for (schema, code) in [
        ("5", Code::WrongType),
        ("{type: file}", Code::WrongValue),
        ("{not: {}}", Code::Unsupported),
        ("{$ref: '#/components/schemas/none'}", Code::DanglingRef),
        ("{$ref: '#/components/schemas/circle'}", Code::CircularRef),
        ("{type: string, allOf: [{type: integer}]}", Code::Merge),
        ("{type: object, properties: {a: 5}}", Code::WrongType),
    ] {
        let operation = format!(
            "paths:
  /other:
    put:
      operationId: other
      summary: Other.
      security: []
      requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}
      responses: {{'200': {{description: Done., content: {{application/json: {{schema: {{$ref: '#/components/schemas/PetReply'}}}}}}}}}}
"
        );
        let text = text.replacen("paths:\n", &operation, 1);
        let circle = "  schemas:\n    circle: {oneOf: [{$ref: '#/components/schemas/circle'}]}\n";
        let is_circle = code == Code::CircularRef;
        let circle = if is_circle { circle } else { "  schemas:\n" };
        let text = text.replacen("  schemas:\n", circle, 1);
        let document = codegen::source::parse("pets.yaml", &text).expect("it parses");
        let found = codegen::generate_from(document).expect_err("it is wrong");
        let codes: Vec<Code> = found.iter().map(|one| one.code).collect();
        let expected = [code, Code::Impossible, Code::Envelope];
        let is_told = expected.iter().all(|code| codes.contains(code));
        assert!(
            is_told && codes.len() == expected.len(),
            "{schema}: {found}"
        );
    }
}

#[test]
fn nothing_is_told_of_what_a_document_may_say() {
    for (from, to) in [
        (
            "enum: [cat, Great Dane, unknown]",
            "enum: ['+1', '-1', '1', '+', '-', '']",
        ),
        (
            "nick_name: {type: string, nullable: true}",
            "'+1': {type: integer}\n        '-1': {type: integer}\n        '1': {type: integer}",
        ),
        ("schemas/Note'", "schemas/%4Eote'"),
        ("'200':", "200:"),
        // What a part says of the type that another has, and an alternative of that of all.
        (
            "nick_name: {type: string, nullable: true}",
            "nick_name: {type: array, oneOf: [{items: {type: string}}, {items: {type: integer}}]}",
        ),
        (
            "nick_name: {type: string, nullable: true}",
            "nick_name: {allOf: [{type: array}, {items: {type: string}, maxItems: 3}]}\n        names: {type: array, allOf: [{allOf: [{items: {type: string}}]}]}",
        ),
        (
            "nick_name: {type: string, nullable: true}",
            "null: {type: string}\n        true: {type: string}\n        1.10: {type: string}",
        ),
        // What stands beside a choice is of the alternatives of its type, and of parts one says the type.
        (
            "nick_name: {type: string, nullable: true}",
            "nick_name: {items: {type: string}, maxItems: 3, oneOf: [{type: array}, {type: integer}]}",
        ),
        (
            "nick_name: {type: string, nullable: true}",
            "nick_name: {required: [a], oneOf: [{type: object, properties: {a: {type: string}}}, {type: integer}]}",
        ),
        (
            "nick_name: {type: string, nullable: true}",
            "nick_name: {type: object, properties: {a: {maximum: 5}}, allOf: [{properties: {a: {type: integer}}}]}",
        ),
        (
            "nick_name: {type: string, nullable: true}",
            "nick_name: {allOf: [{$ref: '#/components/schemas/Part'}, {properties: {a: {type: integer}}}]}\n    Part: {type: object, properties: {a: {maximum: 5}}}",
        ),
        // What a path says anyway.
        (
            "        in: path",
            "        in: path\n        explode: false\n        style: simple\n        allowReserved: false\n        allowEmptyValue: false",
        ),
        // What is like a URL, a token, a parameter of a media type or a bound, and is one.
        (
            "  title: Pets\n",
            "  title: Pets\n  termsOfService: /terms#a\n  contact: {url: 'https://exämple.example', email: 'me@pets.example'}\n",
        ),
        (
            "paths:\n",
            "externalDocs: {url: 'https://pets.example/{a}/b%20c?x=[1]'}\npaths:\n",
        ),
        (
            "          application/json:\n            schema: {$ref",
            "          'application/problem+json;; q=\"a b\"; v=1':\n            schema: {$ref",
        ),
        (
            "          description: Done.\n",
            "          description: Done.\n          headers: {X_a!1: {schema: {type: string}}}\n",
        ),
        // One that has no effect in a whole may have one elsewhere.
        (
            "nick_name: {type: string, nullable: true}",
            "nick_name: {$ref: '#/components/schemas/Part'}\n        name: {allOf: [{$ref: '#/components/schemas/Part'}, {format: int32}]}\n    Part: {type: integer, maximum: 3000000000}",
        ),
        (
            "nick_name: {type: string, nullable: true}",
            "nick_name: {type: integer, format: uint64, maximum: 18446744073709551615}",
        ),
        // A document of which nothing is written is none.
        ("openapi: 3.0.3", "---\n---\nopenapi: 3.0.3"),
        ("About pets.}", "About pets.}\n---\n"),
        (
            "      required: [kind, type]\n",
            "      required: [kind]\n      oneOf: [{type: object, required: [type]}, {type: object, required: [nick_name]}]\n",
        ),
    ] {
        let found = codegen::source::parse("pets.yaml", &broken(from, to))
            .and_then(codegen::generate_from)
            .map(|generated| generated.warnings.to_string())
            .map_err(|found| found.to_string());
        assert_eq!(found.as_deref(), Ok(""), "{to}");
    }
}

#[test]
fn nothing_is_told_of_what_only_3_1_has() {
    let pets = PETS
        .replace("openapi: 3.0.3", "openapi: 3.1.0")
        .replace("          nullable: true\n", "");
    for nick_name in [
        "{type: [string, 'null'], enum: [Rex, null]}",
        "{type: string, const: Rex}",
        "{anyOf: [{type: string}, {type: 'null', enum: [null]}]}",
    ] {
        let found = told(&pets.replace("{type: string, nullable: true}", nick_name));
        assert_eq!(found, "", "{nick_name}");
    }
}

#[test]
fn what_3_1_says_to_no_effect_or_against_itself_is_told() {
    let pets = PETS.replace("openapi: 3.0.3", "openapi: 3.1.0");
    let pets = pets.replace("[kind, type]", "[kind, type, nick_name]");
    for (nick_name, expected) in [
        (
            "{type: string, const: a, enum: [b, c]}",
            "50:42: error[impossible]: the `const` \"a\" is none of the values of the `enum` beside it",
        ),
        (
            "{type: string, const: a, enum: [a, b]}",
            "50:45: warning[no-effect]: `enum` has no effect beside `const`",
        ),
        (
            "{type: integer, minimum: 1, exclusiveMinimum: 1}",
            "50:45: warning[no-effect]: `minimum` has no effect beside `exclusiveMinimum`, which is tighter",
        ),
        (
            "{type: integer, exclusiveMaximum: 3, maximum: 2}",
            "50:54: warning[no-effect]: `exclusiveMaximum` has no effect beside `maximum`, which is tighter",
        ),
        (
            "{$ref: '#/components/schemas/kind', default: dog}",
            "50:65: warning[default]: this default does not conform to its schema",
        ),
        (
            "{type: [string, string]}",
            "50:36: error[duplicate-value]: the type \"string\" is here a second time",
        ),
        (
            "{type: ['null'], minLength: 1}",
            "50:37: warning[no-effect]: `minLength` has no effect on a value of type `null`",
        ),
        (
            "{type: [string, 'null'], enum: [a, b]}",
            "50:36: warning[no-effect]: that null is allowed here has no effect: null is none of the values",
        ),
        (
            "{type: [string, 'null'], oneOf: [{const: a}, {const: b}]}",
            "50:36: warning[no-effect]: that null is allowed here has no effect: null is none of the alternatives",
        ),
        (
            "{type: [string, 'null'], $ref: '#/components/schemas/kind'}",
            "50:36: warning[no-effect]: that null is allowed here has no effect: another part does not",
        ),
        (
            "{type: [string, 'null'], allOf: [{type: string}, {maxLength: 3}]}",
            "50:36: warning[no-effect]: that null is allowed here has no effect: another part does not",
        ),
        (
            "{type: integer, const: 1.0, enum: [1]}",
            "50:48: warning[no-effect]: `enum` has no effect beside `const`",
        ),
    ] {
        let found = told(&pets.replace("{type: string, nullable: true}", nick_name));
        let lines = found
            .lines()
            .filter(|line| line.starts_with("pets.yaml:50:"));
        let lines: Vec<&str> = lines.collect();
        let is_told = lines.len() == 1 && lines[0].contains(expected);
        assert!(is_told, "{nick_name}: {found}");
    }
}

#[test]
fn an_example_of_a_part_is_told_once_unless_it_conforms_somewhere() {
    for (longest, count) in [(9, 0), (1, 1)] {
        let base = "{$ref: '#/components/schemas/base'}";
        let text = broken(
            "nick_name: {type: string, nullable: true}",
            &format!(
                "nick_name: {{allOf: [{base}, {{maxLength: {longest}}}]}}\n        short: {{allOf: [{base}, {{maxLength: 2}}]}}"
            ),
        );
        let text = text.replacen(
            "    kind:\n",
            "    base: {type: string, example: abc}\n    kind:\n",
            1,
        );
        let found = told(&text);
        assert_eq!(found.matches("warning[example]").count(), count, "{found}");
    }
}

#[test]
fn null_in_a_path_is_told_once_for_all_operations() {
    let from = "{type: string, minLength: 3,";
    assert!(crate::SHOP.contains(from));
    let text = crate::SHOP.replacen(from, "{type: string, nullable: true, minLength: 3,", 1);
    let found = told(&text);
    let message =
        "warning[no-effect]: that this value may be null has no effect: a path has no place";
    assert_eq!(found.matches(message).count(), 1, "{found}");
}

#[test]
fn a_scheme_that_is_refused_is_not_blamed_for_its_scopes() {
    let text = broken("        - token: []", "        - token: [pets]");
    let text = text.replacen(
        "type: http, scheme: bearer",
        "type: openIdConnect, openIdConnectUrl: /id",
        1,
    );
    let found = told(&text);
    assert!(
        found.contains("is of a kind that is not supported"),
        "{found}"
    );
    assert!(!found.contains("a scope of"), "{found}");
}

#[test]
fn a_component_of_another_type_is_told_where_it_stands_and_not_where_it_is_referred_to() {
    let text = broken(
        "'200':",
        "'404': {$ref: '#/components/responses/R'}\n        '200':",
    )
    .replacen("components:\n", "components:\n  responses: {R: 3}\n", 1);
    let found = told(&text);
    assert!(
        found.starts_with("pets.yaml:40:18: error[wrong-type]: a response is not an object"),
        "{found}"
    );
    assert_eq!(found.matches("\n  help: ").count(), 1, "{found}");
}

#[test]
fn every_code_has_a_test_that_makes_it() {
    let golden = include_str!("golden/diagnostics.txt");
    // Those are about files and defects of the generator, and are tested where those are.
    let elsewhere = [
        Code::UnreadableFile,
        Code::Syntax,
        Code::TooLarge,
        Code::Internal,
        Code::Progenitor,
    ];
    let untested: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !elsewhere.contains(code))
        .map(|code| code.as_str())
        .filter(|code| !golden.contains(&format!("[{code}]: ")))
        .collect();
    assert_eq!(untested, [""; 0]);
}

#[test]
fn ten_defects_of_one_document_are_ten_messages_with_their_places_and_exit_code_2() {
    let text = PETS
        .replace("  title: Pets", "  tittle: Pets\n  title: Pets")
        .replace(
            "        required: true\n        description: Whose",
            "        required: false\n        description: Whose",
        )
        .replace("        - token: []", "        - tokens: []")
        .replace("required: [kind, type]", "required: [kind, typ]")
        .replace(
            "type: string, nullable: true",
            "type: string, minLength: 3, maxLength: 2",
        )
        .replace(
            "        in: path\n        required",
            "        in: path\n        in: path\n        required",
        )
        .replace("schemas/Note'", "schemas/Nota'")
        .replace(
            "count: {type: integer}",
            "count: {type: integer, minimun: 1}",
        )
        .replace("code: {type: integer}", "code: {type: array}")
        .replace(
            "        message: {type: string}",
            "        message: {type: strin}",
        );
    let message = generate(&text).expect_err("ten defects");
    let errors: Vec<&str> = message
        .lines()
        .filter_map(|line| line.strip_prefix("pets.yaml:"))
        .filter(|line| line.contains(": error["))
        .filter_map(|line| line.split("]: ").next())
        .collect();
    let expected = [
        "3:3: error[unknown-keyword",
        "14:9: error[duplicate-key",
        "15:19: error[path-parameter",
        "25:11: error[undeclared-scheme",
        "48:24: error[undeclared-property",
        "52:60: error[impossible",
        "64:25: error[dangling-ref",
        "73:36: error[unknown-keyword",
        "78:15: error[missing-keyword",
        "79:25: error[wrong-value",
    ];
    assert_eq!(errors, expected, "{message}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pets.yaml");
    std::fs::write(&file, &text).expect("it is written");
    snapbox::cmd::Command::new(snapbox::cmd::cargo_bin!("codegen"))
        .args(["lint", "--spec"])
        .arg(&file)
        .assert()
        .code(2);
}

#[test]
fn text_that_is_no_document_is_refused_where_it_goes_wrong() {
    let mut wrong = Vec::new();
    let deeper = "- ".repeat(100_000);
    let deep = format!("{}1{}", "[".repeat(101), "]".repeat(101));
    // The parser finds it first.
    let flow = "[".repeat(100_000);
    let mut bomb = vec!["a: &a [x,x,x,x,x,x,x,x,x,x]".to_owned()];
    bomb.extend(('b'..='h').zip('a'..='g').map(|(this, that)| {
        let aliases = vec![format!("*{that}"); 10].join(",");
        format!("{this}: &{this} [{aliases}]")
    }));
    let bomb = bomb.join("\n");
    for (text, expected) in [
        ("", "the file pets.yaml is empty"),
        (
            "- a",
            "pets.yaml:1:1: this is not an OpenAPI document: its root is not an object",
        ),
        ("a: [1, 2", "pets.yaml:1:9: this is not valid YAML"),
        ("a: 'b", "pets.yaml:1:4: this is not valid YAML"),
        ("a: 1\n b: 2", "pets.yaml:2:3: this is not valid YAML"),
        (
            "a: 1\n---\nb: 2",
            "pets.yaml:3:1: a second document begins here",
        ),
        ("a: .nan", "pets.yaml:1:4: JSON has no such number"),
        (
            "a: !!int x",
            "pets.yaml:1:4: the value does not fit its tag",
        ),
        (
            "a: &a [*a]",
            "pets.yaml:1:8: an alias refers to the collection that it is in",
        ),
        ("[a, b]: 1", "pets.yaml:1:1: a key is a list"),
        ("? {a: b}\n: 1", "pets.yaml:1:3: a key is an object"),
        (
            "a: &a 1\n*a : 2",
            "pets.yaml:2:1: a key is an alias of what is no string",
        ),
        ("a: !foo x", "pets.yaml:1:4: the tag `!foo` is none"),
        ("a: !!set {b}", "pets.yaml:1:4: the tag `!!set` is none"),
        ("a: !!binary x", "pets.yaml:1:4: the tag `!!binary` is none"),
        ("!x a: 1", "pets.yaml:1:1: the tag `!x` is none"),
        (
            "a: {<<: {}}",
            "pets.yaml:1:5: merge keys are not part of YAML 1.2",
        ),
        (
            &deeper,
            "pets.yaml:1:201: the document is nested deeper than 100 levels",
        ),
        (
            &deep,
            "pets.yaml:1:101: the document is nested deeper than 100 levels",
        ),
        (
            &flow,
            "pets.yaml:1:256: the document is nested deeper than 100 levels",
        ),
        (
            &bomb,
            "pets.yaml:7:17: the document has more than 5000000 nodes",
        ),
    ] {
        let message = generate(text).expect_err(text);
        let message = message
            .replace("error[syntax]: ", "")
            .replace("error[too-large]: ", "");
        let message = message.replace("error[version]: ", "");
        // Whatever text is no OpenAPI, too.
        let is_said = message.lines().any(|line| line.starts_with(expected));
        if !is_said {
            wrong.push(format!("{text:.20}\nsays:\n{message}\nnot:\n{expected}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_reply_with_success_is_an_envelope_by_whatever_name_of_json() {
    for name in [
        "application/vnd.pets+json",
        "'application/json; charset=utf-8'",
    ] {
        let text = PETS
            .replace("required: [success, errors]", "required: [errors]")
            .replace("application/json:", &format!("{name}:"));
        let found = generate(&text).expect_err("it is no envelope");
        assert!(
            found.contains(":59:18: error[envelope]: a reply with `success` cannot be opened"),
            "{name}: {found}"
        );
    }
}

/// A client with two functions of a name would not compile.
#[test]
fn no_operation_can_be_called_as_the_client_calls_something_of_its_own() {
    let library = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated-client/src");
    let folders = [library.to_owned(), format!("{library}/runtime")];
    let files = folders.map(|folder| std::fs::read_dir(folder).expect("a folder"));
    let mut names = Vec::new();
    for file in files.into_iter().flatten() {
        let path = file.expect("a file").path();
        // Of what is generated nothing is there before.
        if path.ends_with("generated.rs") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let file = syn::parse_file(&text).expect("it is Rust");
        for item in file.items {
            let syn::Item::Impl(block) = item else {
                continue;
            };
            let is_client =
                matches!(&*block.self_ty, syn::Type::Path(ty) if ty.path.is_ident("Client"));
            if is_client && block.trait_.is_none() {
                names.extend(block.items.into_iter().filter_map(|item| match item {
                    syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
    }
    assert!(
        ["with_options", "ensure_integration"]
            .iter()
            .all(|one| names.iter().any(|name| name == one)),
        "{names:?}"
    );
    for name in names {
        let text = broken("operationId: putPet", &format!("operationId: {name}"));
        let found = generate(&text).expect_err(&name);
        let expected = format!("the operationId `{name}` is a name that the client has already");
        assert!(found.contains(&expected), "{found}");
    }
}

#[test]
fn a_misspelt_word_is_told_once_and_nothing_of_what_follows_from_it() {
    for (from, to) in [
        ("openapi:", "opanapi:"),
        ("paths:", "path:"),
        ("info:", "inf:"),
        ("  title: Pets", "  titel: Pets"),
        ("servers:", "server:"),
        ("  - url:", "  - uri:"),
        ("components:", "component:"),
        ("    parameters:", "    parameter:"),
        ("      - name: owner", "      - nam: owner"),
        ("        in: path", "        inn: path"),
        ("        in: path", "        in: pth"),
        (
            "        required: true\n        desc",
            "        requird: true\n        desc",
        ),
        (
            "        schema: {type: string}\n",
            "        shema: {type: string}\n",
        ),
        ("    put:", "    PUT:"),
        ("operationId:", "operationID:"),
        ("requestBody:", "requestbody:"),
        ("        content:", "        contents:"),
        ("            schema: {$ref", "            schem: {$ref"),
        ("      responses:", "      responces:"),
        (
            "          description: Done.",
            "          descripton: Done.",
        ),
        (
            "          content:\n            app",
            "          conten:\n            app",
        ),
        ("securitySchemes", "securityScheme"),
        ("type: http", "typ: http"),
        ("scheme: bearer", "schem: bearer"),
        ("in: header, name: X-User", "inn: header, name: X-User"),
        ("  schemas:", "  schema:"),
        (
            "    pet:\n      type: object",
            "    pet:\n      type: objct",
        ),
        (
            "      properties:\n        kind",
            "      propertys:\n        kind",
        ),
        (
            "      required: [kind, type]",
            "      require: [kind, type]",
        ),
        ("enum: [cat", "enums: [cat"),
        ("          items: {$ref", "          item: {$ref"),
        ("allOf", "allof"),
        (
            "$ref: '#/components/schemas/Note'",
            "ref: '#/components/schemas/Note'",
        ),
        ("tags:\n  - {name", "tag:\n  - {name"),
        ("{name: pets", "{nam: pets"),
        // However short, if it has to be there.
        ("        in: path", "        i: path"),
        ("  - url:", "  - ur:"),
        // Names of one's own.
        ("schemas/Note'", "schemas/Nota'"),
        ("    Note:", "    Nota:"),
        ("        - token: []", "        - Token: []"),
        ("        - user: []", "        - usr: []"),
        ("    token: {", "    tokens: {"),
        ("required: [success, errors]", "required: [succes, errors]"),
    ] {
        let told = generate(&broken(from, to)).expect_err(to);
        let count = told.matches("\n  help: ").count();
        assert!(count == 1 && told.contains("did you mean"), "{to}: {told}");
    }
    // A warning may be one, too.
    let found = told(&broken("tags: [pets]", "tags: [pet]"));
    assert_eq!(found.matches("\n  help: ").count(), 1, "{found}");
    // One in another.
    let text = broken(
        "components:\n  securitySchemes:",
        "component:\n  securityScheme:",
    );
    let told = generate(&text).expect_err("two slips");
    assert_eq!(told.matches("did you mean").count(), 2, "{told}");
    assert_eq!(told.matches("\n  help: ").count(), 2, "{told}");
}
