// A narrow street of an old town after rain, at the end of the day: the sun
// still reaches the upper walls on the right, lamps and windows are lit.
// SPDX-License-Identifier: MIT

#version 3.7;
#include "common.inc"

global_settings { assumed_gamma 1.0 max_trace_level 5 }

#declare Chance = seed(1885);
#declare Sun = vnormalize(<-0.62, 0.60, -0.06>);

camera {
  location <-0.35, 1.95, -9.5>
  right x * image_width / image_height
  direction z
  angle 56
  look_at <0.55, 3.15, 8>
}

light_source { Sun * 5000 color rgb <1.0, 0.66, 0.36> * 2.5 area_light 60 * y, 60 * z, 3, 3 adaptive 1 jitter }
// The sky over the street, broad enough that corners darken.
light_source {
  <0, 40, 12>
  color rgb <0.46, 0.52, 0.68> * 0.95
  area_light 34 * x, 90 * z, 5, 6 adaptive 1 jitter
}
light_source { <2, 9, -60> color rgb <0.42, 0.44, 0.56> * 0.42 shadowless }

sky_sphere {
  pigment {
    gradient y
    color_map {
      [0.00 color srgb <1.00, 0.72, 0.42>]
      [0.12 color srgb <0.99, 0.74, 0.52>]
      [0.30 color srgb <0.80, 0.70, 0.70>]
      [0.65 color srgb <0.42, 0.53, 0.72>]
    }
  }
  CloudPigment(1.9, 0.50, <-0.5, 0.15, 0.4>, <1.15, 0.80, 0.55>, <0.50, 0.45, 0.56>, 5.7)
}
fog { fog_type 2 distance 420 fog_offset 3 fog_alt 8 color srgb <0.93, 0.76, 0.60> }

// The middle line of the street and its direction, z metres along.
#declare Bend = function(z) { 0.0042 * max(z, 0) * max(z, 0) }
#declare Climb = function(z) { 0.045 * max(z - 4, 0) }
#macro OnStreet(Z) <Bend(Z), Climb(Z), Z> #end
#macro Yaw(Z) degrees(atan2(Bend(Z + 0.5) - Bend(Z - 0.5), 1)) #end

// ------------------------------------------------------------------- ground

// Rows of cobbles, crowned in the middle, over wet sand; gutters at the sides.
#declare Cobble = superellipsoid { <0.55, 0.6> scale <0.098, 0.07, 0.082> }
#declare Wet = finish { ambient 0 diffuse 0.55 specular 0.45 roughness 0.012 reflection { 0.04, 0.62 } }
#for (Row, 0, 330)
  #declare Z = -9.2 + Row * 0.172;
  #declare Shift = 0.1 * mod(Row, 2);
  union {
    #for (Column, -15, 14)
      #declare X = (Column + 0.5) * 0.203 + Shift;
      object {
        Cobble
        rotate <Between(-7, 7, Chance), Between(-10, 10, Chance), Between(-7, 7, Chance)>
        scale <Between(0.92, 1.05, Chance), Between(0.85, 1.12, Chance), Between(0.92, 1.05, Chance)>
        translate <X, -0.012 * X * X + Between(-0.008, 0.008, Chance), 0>
        pigment { color Varied(<0.155, 0.140, 0.135>, 0.38, Chance) + <0.03, 0.015, 0> * rand(Chance) }
      }
    #end
    normal { bumps 0.10 scale 0.05 }
    finish { Wet }
    rotate Yaw(Z) * y
    translate OnStreet(Z)
  }
#end
#declare Floor = function(x, z) { Climb(z) }
#for (Step, 0, 29)
  #declare Z0 = -14 + Step * 3; #declare Z1 = Z0 + 3.2;
  triangle { OnStreet(Z0) - <6, 0, 0>, OnStreet(Z0) + <6, 0, 0>, OnStreet(Z1) + <6, 0, 0> pigment { color srgb <0.20, 0.18, 0.17> } finish { Wet } }
  triangle { OnStreet(Z0) - <6, 0, 0>, OnStreet(Z1) + <6, 0, 0>, OnStreet(Z1) - <6, 0, 0> pigment { color srgb <0.20, 0.18, 0.17> } finish { Wet } }
#end
// Pavements of slabs.
#for (Row, 0, 62)
  #declare Z = -9 + Row * 0.92;
  union {
    #for (Side, -1, 1, 2)
      box {
        <2.98, -0.3, -0.45> <3.9, 0.10 + Between(-0.008, 0.008, Chance), 0.45>
        scale <Side, 1, 1>
        pigment {
          function { Fractal(x * 2, y, z * 2) }
          #declare Slab = Varied(<0.20, 0.185, 0.17>, 0.25, Chance);
          color_map { [0.3 color Slab * 0.7] [0.6 color Slab * 1.15] }
        }
      }
      box { <2.80, -0.3, -0.45> <2.97, 0.11, 0.45> scale <Side, 1, 1> pigment { color Varied(<0.24, 0.22, 0.205>, 0.2, Chance) } }
    #end
    normal { granite 0.12 scale 0.5 }
    finish { Wet }
    rotate Yaw(Z) * y
    translate OnStreet(Z)
  }
#end

// ------------------------------------------------------------------- houses

#declare Matt = finish { ambient 0 diffuse 0.8 }
#declare DarkIron = texture { pigment { color srgb <0.09, 0.09, 0.10> } finish { ambient 0 diffuse 0.6 specular 0.4 roughness 0.03 } }
#declare Foliage = LeafCrown(16, 46, 0.05, 0.6, Chance)

// A window with frame, sill, bars and, perhaps, shutters and a flower box.
#macro StreetWindow(Wide, High, Frame, Shutter, Lit, Open, Flowers)
  union {
    box { <-Wide / 2 - 0.11, -0.06, -0.05> <Wide / 2 + 0.11, High + 0.12, 0.1> pigment { color Frame * 0.92 } finish { Matt } }
    box { <-Wide / 2 - 0.16, -0.14, -0.16> <Wide / 2 + 0.16, -0.05, 0.1> pigment { color Frame * 0.8 } finish { Matt } }
    box { <-Wide / 2 - 0.16, High + 0.10, -0.12> <Wide / 2 + 0.16, High + 0.20, 0.1> pigment { color Frame * 0.85 } finish { Matt } }
    #for (I, 0, 1)
      #for (J, 0, 2)
        box {
          <0, 0, -0.056> <Wide / 2 - 0.06, High / 3 - 0.05, 0>
          translate <-Wide / 2 + 0.03 + I * Wide / 2, J * High / 3 + 0.025, 0>
          #if (Lit)
            pigment {
              gradient y scale High
              color_map { [0 color rgb <1.0, 0.56, 0.20>] [0.6 color rgb <1.0, 0.68, 0.30>] [1 color rgb <0.75, 0.40, 0.14>] }
            }
            finish { ambient 0 emission Between(0.55, 1.0, Chance) diffuse 0.2 specular 0.4 roughness 0.01 reflection 0.05 }
          #else
            pigment { color rgb <0.018, 0.024, 0.034> * Between(0.6, 1.8, Chance) }
            normal { bumps 0.03 scale 0.5 }
            finish { ambient 0 diffuse 0.6 specular 0.5 roughness 0.01 reflection { 0.08, 0.5 } }
          #end
        }
      #end
    #end
    #if (Open > 0)
      #for (Side, -1, 1, 2)
        union {
          box { <0, 0, -0.045> <Wide / 2 + 0.04, High, 0> pigment { color Shutter } }
          #for (Slat, 1, 11)
            box { <0.05, -0.028, -0.02> <Wide / 2 - 0.02, 0.028, 0.012> rotate -28 * x translate <0, Slat * High / 12, -0.045> pigment { color Shutter * 0.85 } }
          #end
          finish { ambient 0 diffuse 0.75 specular 0.1 roughness 0.05 }
          rotate -Open * y
          scale <Side, 1, 1>
          translate <Side * (Wide / 2 + 0.1), 0, -0.05>
        }
      #end
    #end
    #if (Flowers)
      box { <-Wide / 2, -0.16, -0.38> <Wide / 2, 0.06, -0.14> pigment { color srgb <0.42, 0.20, 0.12> } finish { Matt } }
      #local Bloom = array[4] { <0.75, 0.06, 0.08>, <0.85, 0.30, 0.42>, <0.90, 0.62, 0.10>, <0.80, 0.76, 0.74> }
      #local Tone = Bloom[floor(4 * rand(Chance))];
      #for (I, 0, 3)
        object {
          Foliage scale <0.42, 0.36, 0.34> rotate 360 * rand(Chance) * y translate <-Wide / 2 + (I + 0.5) * Wide / 4, 0, -0.27>
          pigment { color Varied(<0.07, 0.14, 0.04>, 0.4, Chance) } finish { Matt }
        }
      #end
      #for (I, 1, 26)
        sphere {
          <Wide * (rand(Chance) - 0.5), Between(0.02, 0.36, Chance), -0.27 + Between(-0.16, 0.1, Chance)>, Between(0.025, 0.048, Chance)
          pigment { color Varied(Tone, 0.3, Chance) } finish { Matt }
        }
      #end
    #end
  }
#end

// A lantern on an arm that reaches 0.75 m out of the wall.
#macro Lantern(Bright)
  union {
    cylinder { <0, 0.55, 0>, <0, 0.55, -0.75>, 0.022 texture { DarkIron } }
    sphere_sweep { b_spline 6, <0, -0.1, 0>, 0.02, <0, 0, 0>, 0.02, <0, 0.1, -0.2>, 0.02, <0, 0.35, -0.45>, 0.02, <0, 0.55, -0.55>, 0.02, <0, 0.6, -0.6>, 0.02 texture { DarkIron } }
    cylinder { <0, 0.55, -0.75>, <0, 0.42, -0.75>, 0.015 texture { DarkIron } }
    cone { <0, 0.28, -0.75>, 0.19, <0, 0.44, -0.75>, 0.03 texture { DarkIron } }
    cone { <0, -0.12, -0.75>, 0.10, <0, 0.28, -0.75>, 0.16 pigment { color rgb <1, 0.70, 0.34> } finish { ambient 0 emission 1.6 diffuse 0.1 } no_shadow }
    #for (I, 0, 5)
      cylinder { <0.10, -0.12, 0>, <0.165, 0.28, 0>, 0.011 rotate I * 60 * y translate -0.75 * z texture { DarkIron } }
    #end
    cylinder { <0, -0.15, -0.75>, <0, -0.11, -0.75>, 0.11 texture { DarkIron } }
    #if (Bright)
      light_source { <0, 0.08, -0.75> color rgb <1.0, 0.58, 0.24> * 1.7 fade_distance 1.6 fade_power 2 }
    #end
  }
#end

#macro StreetHouse(Wide, Floors, Wall, Shutter, Style, Front, Lamp)
  #local Storey = 2.85;
  #local High = Floors * Storey + 0.5;
  #local Deep = 7;
  #local Frame = <0.66, 0.62, 0.54>;
  #local Cells = max(2, floor(Wide / 1.75));
  #local Cell = Wide / Cells;
  #local RoofColour = Varied(<0.30, 0.115, 0.07>, 0.3, Chance);
  #local Plaster = texture {
    pigment {
      function { 0.75 * FineFractal(x * 0.55, y * 0.35, z * 0.55) + 0.25 * Noise(x * 9, y * 1.2, z * 9) }
      color_map { [0.26 color Wall * 0.42] [0.40 color Wall * 0.82] [0.55 color Wall] [0.75 color Wall * 1.12] }
      translate 100 * rand(Chance)
    }
    normal { granite 0.10 scale 0.6 }
    finish { Matt }
  }
  #local Tiles = texture {
    pigment { function { Fractal(x * 4, y * 4, z * 4) } color_map { [0.3 color RoofColour * 0.45] [0.5 color RoofColour] [0.75 color RoofColour * 1.4] } }
    normal { average normal_map { [1.2 gradient y 1.0 scallop_wave scale 0.26] [1 gradient x 0.9 sine_wave scale 0.22] } }
    finish { ambient 0 diffuse 0.78 specular 0.08 roughness 0.05 }
  }
  union {
    box { <-Wide / 2, -1.5, 0> <Wide / 2, High, Deep> texture { Plaster } }
    // Plinth, band and cornice.
    box { <-Wide / 2, -1.5, -0.06> <Wide / 2, 0.55, 0.2> pigment { color srgb <0.42, 0.39, 0.36> } normal { granite 0.3 scale 0.4 } finish { Matt } }
    box { <-Wide / 2, Storey + 0.10, -0.08> <Wide / 2, Storey + 0.28, 0.2> texture { Plaster } }
    #if (Style = 0)
      box { <-Wide / 2, High - 0.12, -0.28> <Wide / 2, High + 0.06, 0.2> pigment { color Frame * 0.8 } finish { Matt } }
      box { <-Wide / 2, High - 0.32, -0.14> <Wide / 2, High - 0.12, 0.2> pigment { color Frame * 0.7 } finish { Matt } }
      #for (I, 0, floor(Wide / 0.5))
        box { <-0.07, High - 0.32, -0.24> <0.07, High - 0.12, 0> translate (-Wide / 2 + 0.1 + I * 0.5) * x pigment { color Frame * 0.75 } finish { Matt } }
      #end
      box { <-Wide / 2 - 0.05, 0, -0.42> <Wide / 2 + 0.05, 4.6, -0.30> rotate 48 * x translate <0, High + 0.02, 0.0> texture { Tiles } }
      box { <-Wide / 2, High, 0> <Wide / 2, High + 2.2, Deep> texture { Plaster } translate 2.4 * z }
      cylinder { <-Wide / 2, High - 0.02, -0.36>, <Wide / 2, High - 0.02, -0.36>, 0.075 texture { DarkIron } }
      // A dormer.
      union {
        box { <-0.62, 0, 0> <0.62, 1.35, 2> texture { Plaster } }
        object { StreetWindow(0.75, 1.0, Frame, Shutter, (rand(Chance) < 0.5), 0, 0) translate 0.18 * y }
        box { <-0.05, 0, -0.3> <0.95, 0.09, 2> rotate -32 * z translate <-0.02, 1.9, 0> scale <-1, 1, 1> texture { Tiles } }
        box { <-0.05, 0, -0.3> <0.95, 0.09, 2> rotate -32 * z translate <-0.02, 1.9, 0> texture { Tiles } }
        triangle { <-0.62, 1.35, 0>, <0.62, 1.35, 0>, <0, 1.88, 0> texture { Plaster } }
        translate <Wide * Between(-0.2, 0.2, Chance), High + 0.45, 0.55>
      }
    #end
    #if (Style = 1)
      // A gable towards the street, its edge in steps.
      #local Rise = Wide * 0.62;
      #for (I, 0, 5)
        box { <-Wide / 2 * (1 - I / 6), High + Rise * I / 6 - 0.01, 0> <Wide / 2 * (1 - I / 6), High + Rise * (I + 1) / 6, 0.35> texture { Plaster } }
        box { <-Wide / 2 * (1 - I / 6) - 0.06, High + Rise * (I + 1) / 6, -0.06> <Wide / 2 * (1 - I / 6) + 0.06, High + Rise * (I + 1) / 6 + 0.1, 0.4> pigment { color Frame * 0.75 } finish { Matt } }
      #end
      object { StreetWindow(0.8, 1.15, Frame, Shutter, (rand(Chance) < 0.5), 0, 0) translate <0, High + 0.35, 0> }
      cylinder { <0, High + Rise * 0.62, -0.03>, <0, High + Rise * 0.62, 0.1>, 0.24 pigment { color rgb 0.02 } finish { ambient 0 diffuse 0.5 reflection 0.1 } }
      torus { 0.26, 0.05 rotate 90 * x translate <0, High + Rise * 0.62, -0.02> pigment { color Frame } finish { Matt } }
      #for (Side, -1, 1, 2)
        box { <0, 0, 0.3> <sqrt(Rise * Rise + Wide * Wide / 4), 0.14, Deep> rotate -degrees(atan2(Rise, Wide / 2)) * z scale <Side, 1, 1> translate (High + Rise - 0.3) * y texture { Tiles } }
      #end
    #end
    // Chimney.
    union {
      box { <-0.38, 0, -0.3> <0.38, 3.4, 0.3> pigment { brick color srgb <0.55, 0.50, 0.45> color srgb <0.48, 0.22, 0.15> brick_size <0.24, 0.09, 0.12> mortar 0.015 } finish { Matt } }
      box { <-0.44, 3.2, -0.36> <0.44, 3.36, 0.36> pigment { color srgb <0.45, 0.40, 0.36> } finish { Matt } }
      #for (I, -1, 1, 2) cylinder { <0.18 * I, 3.3, 0>, <0.18 * I, 3.85, 0>, 0.11 pigment { color srgb <0.56, 0.30, 0.20> } finish { Matt } } #end
      translate <Wide * 0.36, High + 0.4, 2.6>
    }
    // Upper floors.
    #local Lush = rand(Chance);
    #for (Storeys, 1, Floors - 1)
      #for (C, 0, Cells - 1)
        #local Closed = (rand(Chance) < 0.12);
        object {
          StreetWindow(0.86, 1.5, Frame, Shutter, (rand(Chance) < 0.42), Between(2, 28, Chance) * (rand(Chance) < 0.85) + 0.5, ((rand(Chance) < 0.25 + 0.5 * Lush) & (Storeys < 3)))
          translate <-Wide / 2 + (C + 0.5) * Cell, Storeys * Storey + 0.85, 0>
        }
      #end
    #end
    // The ground floor: a shop with an awning, or a door and windows.
    #if (Front = 1)
      box { <-Wide / 2 + 0.3, 0.5, -0.09> <Wide / 2 - 1.35, 2.55, 0.1> pigment { color Shutter * 0.8 } finish { ambient 0 diffuse 0.7 specular 0.2 } }
      #local Panes = 3;
      #local PaneWide = (Wide - 1.75) / Panes;
      #for (I, 0, Panes - 1)
        box {
          <0.05, 0.75, -0.11> <PaneWide - 0.03, 2.42, 0> translate (-Wide / 2 + 0.35 + I * PaneWide) * x
          pigment {
            function { Fractal(x * 5, y * 3.2, 4) - 0.22 * y + 0.30 } translate 7 * I * x
            color_map { [0.30 color rgb <0.10, 0.035, 0.01>] [0.45 color rgb <0.55, 0.24, 0.07>] [0.58 color rgb <0.95, 0.52, 0.19>] [0.80 color rgb <1.0, 0.78, 0.45>] }
          }
          finish { ambient 0 emission 0.75 diffuse 0.1 specular 0.4 reflection 0.06 }
        }
      #end
      box { <-Wide / 2 + 0.2, 2.56, -0.13> <Wide / 2 - 0.2, 2.96, 0.1> pigment { color Shutter * 0.6 } finish { Matt } }
      #local Stripes = floor((Wide - 0.5) / 0.3);
      #for (I, 0, Stripes - 1)
        union {
          box { <0, -0.015, -1.35> <0.3, 0.015, 0> rotate -24 * x }
          box { <0, -0.24, -0.01> <0.3, 0, 0.01> translate <0, -0.55, -1.235> }
          translate <-Wide / 2 + 0.25 + I * 0.3, 2.75, -0.1>
          #if (mod(I, 2)) pigment { color srgb <0.86, 0.80, 0.70> } #else pigment { color srgb <0.62, 0.13, 0.10> } #end
          finish { ambient 0 diffuse 0.7 emission <0.03, 0.02, 0.008> }
        }
      #end
      light_source { <-0.5, 1.9, -0.7> color rgb <1.0, 0.60, 0.26> * 0.9 fade_distance 1.2 fade_power 2 }
    #else
      #for (C, 0, Cells - 2)
        object {
          StreetWindow(0.9, 1.45, Frame, Shutter, (rand(Chance) < 0.5), Between(1, 20, Chance), (rand(Chance) < 0.6))
          translate <-Wide / 2 + (C + 0.5) * Cell, 0.95, 0>
        }
      #end
    #end
    // The door.
    union {
      box { <-0.62, 0, -0.09> <0.62, 2.3, 0.1> pigment { color Frame * 0.7 } finish { Matt } }
      cylinder { <0, 2.3, -0.09>, <0, 2.3, 0.1>, 0.62 pigment { color Frame * 0.7 } finish { Matt } }
      box { <-0.48, 0, -0.11> <0.48, 2.2, 0> pigment { color Shutter * 0.7 } finish { ambient 0 diffuse 0.7 specular 0.3 roughness 0.03 } }
      #for (I, 0, 1) #for (J, 0, 1)
        box { <-0.17, 0, -0.13> <0.17, 0.75, 0> translate <-0.23 + 0.46 * I, 0.2 + 0.95 * J, 0> pigment { color Shutter * 0.55 } finish { Matt } }
      #end #end
      cylinder { <0, 2.3, -0.12>, <0, 2.3, 0>, 0.46 pigment { color rgb <1, 0.62, 0.26> } finish { ambient 0 emission 0.7 diffuse 0.2 } }
      box { <-0.5, 2.2, -0.13> <0.5, 2.3, 0> pigment { color Frame * 0.6 } finish { Matt } }
      sphere { <0.36, 1.05, -0.15>, 0.04 pigment { color rgb <0.7, 0.5, 0.2> } finish { ambient 0 diffuse 0.4 specular 0.8 reflection 0.3 } }
      box { <-0.75, -0.2, -0.45> <0.75, 0.14, 0> pigment { color srgb <0.42, 0.40, 0.37> } finish { Matt } }
      translate <Wide / 2 - 0.85, 0.02, 0>
    }
    #if (Lamp) object { Lantern((Lamp > 1)) translate <Wide / 2 - 1.75, 3.25, 0> } #end
    // A drain pipe.
    cylinder { <-Wide / 2 + 0.08, 0, -0.10>, <-Wide / 2 + 0.08, High, -0.10>, 0.055 texture { DarkIron } }
  }
#end

#declare Walls = array[8] { <0.62, 0.40, 0.20>, <0.66, 0.56, 0.42>, <0.52, 0.22, 0.14>, <0.68, 0.60, 0.50>, <0.58, 0.44, 0.16>, <0.36, 0.40, 0.42>, <0.64, 0.34, 0.24>, <0.46, 0.44, 0.30> }
#declare Shutters = array[5] { <0.05, 0.14, 0.12>, <0.06, 0.12, 0.22>, <0.26, 0.06, 0.04>, <0.12, 0.16, 0.06>, <0.22, 0.20, 0.17> }

#for (Side, -1, 1, 2)
  #declare Z = -9.5;
  #declare Number = 0;
  #while (Z < 48)
    #declare Wide = Between(4.6, 6.6, Chance);
    #declare Middle = Z + Wide / 2;
    #declare Floors = 2 + floor(Between(1, 2.7, Chance));
    #declare Front = mod(Number + (Side > 0), 2);
    object {
      StreetHouse(Wide, Floors, Walls[mod(Number * 3 + (Side > 0) * 4, 8)], Shutters[mod(Number * 2 + (Side > 0), 5)], (rand(Chance) < 0.42), Front, 1 + (Middle < 26))
      rotate 90 * Side * y
      translate <Side * (3.55 + 0.12 * rand(Chance)), 0.08, 0>
      rotate Yaw(Middle) * y
      translate OnStreet(Middle)
    }
    #declare Z = Z + Wide;
    #declare Number = Number + 1;
  #end
#end

// The church tower at the end.
union {
  box { <-3.2, -2, -3.2> <3.2, 19, 3.2> }
  box { <-3.5, 11, -3.5> <3.5, 11.4, 3.5> }
  box { <-3.6, 18.8, -3.6> <3.6, 19.3, 3.6> }
  texture {
    pigment { function { FineFractal(x * 0.4, y * 0.4, z * 0.4) } color_map { [0.3 color srgb <0.50, 0.40, 0.33>] [0.7 color srgb <0.76, 0.64, 0.52>] } }
    finish { Matt }
  }
  translate <9.6, Climb(58) - 2, 64>
}
union {
  cylinder { <0, 0, 0>, <0, 0, -0.3>, 1.5 pigment { color srgb <0.92, 0.86, 0.72> } finish { ambient 0 diffuse 0.8 emission 0.15 } }
  torus { 1.5, 0.12 rotate 90 * x translate -0.3 * z pigment { color srgb <0.30, 0.24, 0.16> } finish { Matt } }
  #for (I, 0, 11) box { <-0.06, 1.1, -0.34> <0.06, 1.38, -0.3> rotate I * 30 * z pigment { color rgb 0.03 } finish { Matt } } #end
  box { <-0.06, -0.1, -0.36> <0.06, 1.15, -0.33> rotate 42 * z pigment { color rgb 0.03 } finish { Matt } }
  box { <-0.08, -0.1, -0.36> <0.08, 0.8, -0.33> rotate -150 * z pigment { color rgb 0.03 } finish { Matt } }
  translate <9.6, Climb(58) + 12.8, 60.7>
}
#for (I, -1, 1, 2) box { <-0.6, 7, -0.1> <0.6, 9.6, 0> translate <9.6 + 1.1 * I, Climb(58) - 2, 60.8> pigment { color rgb 0.02 } finish { Matt } } #end
prism {
  conic_sweep linear_spline 0, 1, 5, <3.5, 3.5>, <-3.5, 3.5>, <-3.5, -3.5>, <3.5, -3.5>, <3.5, 3.5>
  rotate 180 * x translate y scale <1, 15, 1>
  pigment { color srgb <0.28, 0.38, 0.38> } normal { gradient y 0.4 scale 0.05 } finish { Matt }
  translate <9.6, Climb(58) + 17.3, 64>
}

// ------------------------------------------------------------ life in the street

// Bulbs on wires across the street.
#for (String, 0, 4)
  #declare Z = 2.5 + String * 6.2;
  #declare Sag = Between(0.6, 1.0, Chance);
  union {
    #for (K, 0, 27)
      #declare F0 = K / 28; #declare F1 = (K + 1) / 28;
      cylinder { <-3.5 + 7 * F0, 5.4 - Sag * 4 * F0 * (1 - F0), 0>, <-3.5 + 7 * F1, 5.4 - Sag * 4 * F1 * (1 - F1), 0>, 0.008 texture { DarkIron } }
      #if (mod(K, 2))
        sphere { <-3.5 + 7 * F0, 5.33 - Sag * 4 * F0 * (1 - F0), 0>, 0.05 pigment { color rgb <1, 0.80, 0.48> } finish { ambient 0 emission 2.2 diffuse 0 } no_shadow }
      #end
    #end
    rotate Between(-9, 9, Chance) * y
    translate OnStreet(Z)
  }
#end

// Somebody with an umbrella, walking away or towards us.
#macro Walker(Coat, Trousers, Silk, Stride)
  union {
    #for (Side, -1, 1, 2)
      union {
        cone { <0, 0.06, 0>, 0.065, <0, 0.86, 0>, 0.095 pigment { color Trousers } }
        superellipsoid { <0.7, 0.7> scale <0.05, 0.045, 0.14> translate <0, 0.05, -0.06> pigment { color rgb 0.02 } }
        translate -0.86 * y rotate Stride * Side * x translate <0.09 * Side, 0.88, 0>
      }
      sphere_sweep { linear_spline 3, <0.20 * Side, 1.40, 0>, 0.065, <0.25 * Side, 1.15, -0.03 - 0.05 * Side>, 0.06, <0.15 * Side + 0.05, 1.10 + 0.12 * Side, -0.26>, 0.05 pigment { color Coat * 0.9 } }
    #end
    object {
      Turned(array[10] { <0.2, 0.5>, <0.26, 0.52>, <0.245, 0.75>, <0.18, 1.02>, <0.20, 1.25>, <0.22, 1.42>, <0.13, 1.50>, <0.06, 1.53>, <0.0, 1.54>, <-0.1, 1.5> })
      scale <1, 1, 0.75> pigment { color Coat }
    }
    sphere { <0, 1.66, 0>, 0.105 scale <0.92, 1, 1> pigment { color srgb <0.72, 0.52, 0.42> } }
    sphere { <0, 1.68, 0.03>, 0.118 pigment { color Varied(<0.10, 0.055, 0.03>, 0.6, Chance) } }
    sphere { <0, 1.58, 0.07>, 0.085 pigment { color <0.08, 0.045, 0.025> } }
    cylinder { <0.2, 1.15, -0.26>, <0.12, 2.2, -0.1>, 0.011 texture { DarkIron } }
    union {
      difference {
        sphere { 0, 0.62 scale <1, 0.55, 1> }
        sphere { 0, 0.605 scale <1, 0.55, 1> }
        plane { y, 0.06 }
        #for (I, 0, 7) cylinder { <0.66, -0.02, 0>, <0.30, 0.02, 0>, 0.17 rotate (I * 45 + 22.5) * y } #end
      }
      #for (I, 0, 7) sphere_sweep { linear_spline 4, <0, 0.345, 0>, 0.008, <0.3, 0.3, 0>, 0.008, <0.5, 0.20, 0>, 0.008, <0.615, 0.06, 0>, 0.008 rotate I * 45 * y pigment { color Silk * 0.5 } } #end
      cylinder { <0, 0.33, 0>, <0, 0.46, 0>, 0.01 texture { DarkIron } }
      pigment { color Silk }
      rotate <-9, 0, 5>
      translate <0.12, 1.86, -0.1>
    }
    finish { ambient 0 diffuse 0.75 specular 0.1 roughness 0.05 }
  }
#end
object { Walker(<0.30, 0.05, 0.04>, <0.04, 0.04, 0.06>, <0.50, 0.04, 0.03>, 20) rotate 172 * y translate <-0.75, 0.02, 0.2> }
object { Walker(<0.05, 0.07, 0.12>, <0.05, 0.05, 0.05>, <0.05, 0.12, 0.22>, -17) scale 1.06 rotate 176 * y translate <-0.02, 0.02, 0.35> }
object { Walker(<0.20, 0.14, 0.08>, <0.06, 0.06, 0.07>, <0.45, 0.30, 0.05>, 22) rotate 10 * y translate OnStreet(12) + 1.2 * x }
object { Walker(<0.08, 0.10, 0.08>, <0.03, 0.03, 0.04>, <0.06, 0.06, 0.07>, 18) rotate 185 * y translate OnStreet(20) - 0.9 * x }

// Tables before the café on the right, pots with small trees at the doors.
#macro Chair(Paint)
  union {
    cylinder { <0, 0.45, 0>, <0, 0.48, 0>, 0.2 }
    #for (I, 0, 3) cylinder { <0.17, 0.46, 0>, <0.2, 0, 0>, 0.014 rotate (45 + 90 * I) * y } #end
    torus { 0.2, 0.014 rotate 90 * x scale <1, 1.1, 1> translate <0, 0.72, 0.19> }
    torus { 0.12, 0.010 rotate 90 * x scale <1, 1.1, 1> translate <0, 0.72, 0.19> }
    pigment { color Paint } finish { ambient 0 diffuse 0.6 specular 0.3 roughness 0.02 }
  }
#end
#for (I, 0, 2)
  union {
    cylinder { <0, 0.70, 0>, <0, 0.73, 0>, 0.34 pigment { color srgb <0.75, 0.70, 0.62> } finish { ambient 0 diffuse 0.6 specular 0.4 roughness 0.02 reflection 0.06 } }
    cylinder { <0, 0, 0>, <0, 0.7, 0>, 0.025 texture { DarkIron } }
    cylinder { <0, 0, 0>, <0, 0.03, 0>, 0.22 texture { DarkIron } }
    cylinder { <0.05, 0.73, 0.1>, <0.05, 0.86, 0.1>, 0.035 pigment { color rgb <1, 0.7, 0.35> } finish { emission 0.9 ambient 0 } }
    object { Chair(<0.03, 0.07, 0.05>) rotate 70 * y translate 0.6 * x }
    object { Chair(<0.03, 0.07, 0.05>) rotate -110 * y translate -0.6 * x + 0.1 * z }
    rotate Between(20, 70, Chance) * y
    translate <2.45 + 0.2 * mod(I, 2), 0.02, -2.4 + I * 1.75>
  }
#end
#for (I, 1, 14)
  #declare Side = 2 * mod(I, 2) - 1;
  #declare Z = -5.5 + I * 2.4;
  union {
    cone { <0, 0, 0>, 0.17, <0, 0.42, 0>, 0.25 pigment { color srgb <0.58, 0.29, 0.18> } finish { Matt } }
    object {
      Foliage scale <0.85, Between(0.9, 1.5, Chance), 0.85> rotate 360 * rand(Chance) * y translate 0.35 * y
      pigment { color Varied(<0.06, 0.12, 0.04>, 0.4, Chance) } finish { Matt }
    }
    translate <Side * 3.2, 0.10, 0>
    rotate Yaw(Z) * y
    translate OnStreet(Z)
  }
#end
