// SPDX-License-Identifier: MIT
// structuredClone, as the HTML standard has it: V8 clones what it knows, and asks here for objects of the
// web's classes, also where they lie deep in others.

const { append, Map, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, SymbolIterator } = primordials;
const { classNameOf, hasClasses, isObject, listOf, needArguments, needDictionary } = need('web_idl');
const { dataCloneError, made } = internals;

// How an object changes hands that is no ArrayBuffer: the script that made its class, and what that has for
// it, see moverOf.
const kMovers = ['message_port', 'readable_stream', 'writable_stream', 'transform_stream'];

// {move()} of an object that can be transferred; else undefined. move() gives the object that takes its place
// and throws where it cannot be moved.
function moverOf(object) {
  for (let i = 0; i < kMovers.length; i++) {
    const mover = made[kMovers[i]]?.moverOf(object);
    if (mover !== undefined) return mover;
  }
  return undefined;
}

// What is not V8's to clone in one call: an object is known by its place in `#results`.
class Session {
  #movers = [];
  #places = new Map();  // a transferred object -> its place in #movers
  #results = [];        // a clone, or [the place of a transferred object]
  #moved = [];
  buffers = [];

  constructor(transfer, what, self) {
    const list = transfer === undefined ? [] : listOf(transfer, transfer?.[SymbolIterator], `${what}: transfer`, (one) => {
      if (!isObject(one)) throw dataCloneError(`${what}: a ${typeof one} cannot be transferred`);
      return one;
    });
    for (let i = 0; i < list.length; i++) this.#add(list[i], what, self);
  }

  #add(object, what, self) {
    if (MapPrototypeHas(this.#places, object)) {
      throw dataCloneError(`${what}: an object is to be transferred twice`);
    }
    if (object === self) throw dataCloneError(`${what}: a port cannot be sent through itself`);
    const isBuffer = natives.values.kind(object) === 'arraybuffer';
    const mover = isBuffer ? undefined : moverOf(object);
    if (!isBuffer && mover === undefined) {
      throw dataCloneError(`${what}: only an ArrayBuffer, a MessagePort and streams can be transferred`);
    }
    MapPrototypeSet(this.#places, object, isBuffer ? -1 : this.#movers.length);
    append(isBuffer ? this.buffers : this.#movers, isBuffer ? object : mover);
  }

  // Called by V8 for each plain object while it serializes: the place of its clone, or -1 where V8 can do it.
  write = (object) => {
    const place = MapPrototypeGet(this.#places, object);
    if (place !== undefined) return this.#keep({ __proto__: null, place });
    if (internals.isBlob(object)) return this.#keep(need('blob').cloneBlob(object));
    if (internals.isDomException(object)) return this.#keep(need('dom_exception').cloneOf(object));
    const name = classNameOf(object);
    if (name === undefined) return -1;
    throw dataCloneError(moverOf(object) === undefined
      ? `structuredClone: an object of the class ${name} cannot be cloned; clone what it holds`
      : `structuredClone: an object of the class ${name} has to be in the list of what is transferred`);
  };

  #keep(result) {
    append(this.#results, result);
    return this.#results.length - 1;
  }

  // Called when all has been serialized; throws where something cannot be moved.
  move = () => {
    for (let i = 0; i < this.#movers.length; i++) append(this.#moved, this.#movers[i].move());
  };

  // Called by V8 when it comes to a place again.
  read = (at) => {
    const result = this.#results[at];
    return result.place === undefined ? result : this.#moved[result.place];
  };

  get ports() {
    const ports = [];
    for (let i = 0; i < this.#moved.length; i++) {
      if (made.message_port?.isPort(this.#moved[i])) append(ports, this.#moved[i]);
    }
    return ports;
  }
}

// {clone, ports}: a clone of the value, and the ports among what was transferred. `self` is the port that it is
// sent through.
function cloneWith(value, transfer, what, self = undefined) {
  const session = new Session(transfer, what, self);
  if (!hasClasses()) return { __proto__: null, clone: natives.machine.clone(value, session.buffers), ports: [] };
  // An older V8 does not ask; then what is no part of anything else is cloned here.
  const place = internals.isV8Older && isObject(value) ? session.write(value) : -1;
  const clone = natives.machine.clone(
    place === -1 ? value : undefined, session.buffers, session.write, session.move, session.read);
  return { __proto__: null, clone: place === -1 ? clone : session.read(place), ports: session.ports };
}

function structuredClone(value, options = undefined) {
  needArguments(arguments.length, 1, 'structuredClone');
  const { transfer } = needDictionary(options, 'structuredClone');
  return cloneWith(value, transfer, 'structuredClone').clone;
}

return { __proto__: null, cloneWith, structuredClone };
