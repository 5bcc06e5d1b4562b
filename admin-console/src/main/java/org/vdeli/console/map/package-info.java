/// The world map: where regions, clusters and servers are and how they fare, and the editor that
/// draws them.
///
/// What is shown is a [MapPicture], made off the screen by [Cartographer] once a second and after
/// each edit from two things: the mirror's world, and the [Draft] of what an operator has drawn and
/// not saved. A draft is a value; [History] keeps the ones before it for undo. It never leaves the
/// console before it is saved, so that no lost connection costs a corner. [TopologySaver] carries
/// it to the manager piece by piece.
///
/// [DrawingModel] turns presses, drags and keys in coordinates of the map into drafts; [MapModel]
/// holds what is chosen, what is overlaid, and whether one may edit. Neither knows the scene.
/// [MapCanvas] draws on two layers: land and regions, which a pan only shifts by whole pixels, and
/// above them clusters, servers and what is being drawn.
@NullMarked
package org.vdeli.console.map;

import org.jspecify.annotations.NullMarked;
